/** What each field means, for people who see it for the first time. */
export const stageHelp = {
  account:
    'The cluster to deploy to, by the name that Spinnaker has for it. Whoever runs the pipeline must be allowed to deploy there.',
  namespace:
    'Everything goes to this namespace, whatever its manifest says. Empty: each object goes where its manifest says.',
  manifest:
    'Any number of YAML documents with --- between them, at least one Deployment among them. Tab indents; to leave with the keyboard, press Esc and then Tab.',
  expressions: 'What becomes of ${ } in the manifest.',
  literal: 'They reach the cluster as they are written. Right for scripts and ConfigMaps that hold ${ } of their own.',
  evaluate:
    'Spinnaker replaces them when the stage starts. One that it can not resolve fails the stage before anything is changed.',
  takeOwnership:
    'Objects of Helm, Argo CD, Flux or another tool are refused otherwise. Their tool is not asked: the plan says what each does next, and mostly it sets them back. Everything else that stands in the way of a run still does.',
  steps:
    'They are done from top to bottom. After the last one everything runs the new version: no step of 100 % is needed.',
  weight: 'A weight sends that percentage of the pods to the new version. Weights only rise.',
  approval:
    'An approval waits until somebody lets it go on, in the details of the execution. Name roles, and the approver needs one of them.',
  timed: 'A pause for a time goes on by itself. 30 days at the most.',
  workload:
    'A Rollout goes by the steps, and a Deployment can not. A Deployment that runs already is taken over first, either way without losing a ready pod; the plan says how.',
  onFailure: 'The stage fails, for example because a decision was to abort or time ran out.',
  onCancel: 'Somebody cancels the pipeline while this stage runs.',
  onStall: 'The cluster says that the new pods make no progress, for example since their image is not there.',
  onOutsidePromotion:
    'A step that waits for an approval can be let past on the cluster as well, by kubectl or Argo’s dashboard. Gennaker notices it, and can not prevent it.',
  ifInProgress: 'Two deployments never work on one workload at the same time.',
  plan: 'What the cluster itself says that a run would do now: everything is tried out, and nothing is changed. Values of Secrets are hidden. A run plans again when it starts, and says what has moved since.',
  notifications: 'Who is told when a step waits for an approval.',
} as const;
