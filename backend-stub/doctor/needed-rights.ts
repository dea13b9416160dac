/** What the service does in a namespace, by the role that lets it: deploy/target-namespace-roles.yaml, held equal by a test. */
export interface NeededRight {
  readonly role: 'gennaker-deploy' | 'gennaker-approve';
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
}

interface Rule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const write = ['get', 'create', 'patch'];
const watched: readonly Rule[] = [
  { group: 'argoproj.io', resources: ['rollouts'], verbs: ['get', 'list', 'watch'] },
  { group: 'apps', resources: ['replicasets'], verbs: ['list'] },
  { group: '', resources: ['pods'], verbs: ['list'] },
];
const deploy: readonly Rule[] = [
  ...watched,
  { group: 'argoproj.io', resources: ['rollouts'], verbs: ['create', 'patch', 'delete'] },
  { group: 'apps', resources: ['deployments'], verbs: ['get', 'list', 'create', 'patch'] },
  {
    group: '',
    resources: ['services', 'configmaps', 'secrets', 'serviceaccounts', 'persistentvolumeclaims'],
    verbs: write,
  },
  { group: '', resources: ['resourcequotas'], verbs: ['list'] },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: ['list', ...write] },
  { group: 'policy', resources: ['poddisruptionbudgets'], verbs: write },
  { group: 'networking.k8s.io', resources: ['ingresses', 'networkpolicies'], verbs: write },
];
const approve: readonly Rule[] = [
  { group: 'argoproj.io', resources: ['rollouts/status'], verbs: ['patch'] },
  ...watched,
];

export const neededRights: readonly NeededRight[] = [
  ...rightsOf('gennaker-deploy', deploy),
  ...rightsOf('gennaker-approve', approve),
];

function rightsOf(role: NeededRight['role'], rules: readonly Rule[]): readonly NeededRight[] {
  return rules.flatMap(({ group, resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => ({ role, verb, group, resource }))),
  );
}
