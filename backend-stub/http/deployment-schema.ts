import Type from 'typebox';
import {
  endPolicies,
  manifestByteLimit,
  outsidePromotionPolicies,
  stallPolicies,
  stepLimit,
  workloadForms,
} from '../contract/deployment.ts';
import { notificationLimit, notificationTypes } from '../contract/notifications.ts';
import { CanaryStep } from './step-schemas.ts';

// Held equal to contract/deployment.ts by `test/backend-stub/http/schemas.test.ts`. `docs/stage-reference.md` is made of it, so the
// sentences speak to authors of pipelines; a `default` is what the parser fills in.

const closed = { additionalProperties: false } as const;
type Described = Readonly<Record<'description', string>> & { readonly default?: string };
const oneOf = <T extends string>(words: readonly T[], options: Described) => Type.Enum([...words], options);

const Target = Type.Object(
  {
    account: Type.String({ description: 'The cluster, by the name that Spinnaker has for it.' }),
    namespaceOverride: Type.Optional(
      Type.String({
        description:
          'Everything goes to this namespace, whatever its manifest says. Else to the one that each object names.',
      }),
    ),
  },
  closed,
);

const TextManifest = Type.Object(
  {
    source: Type.Literal('text', { description: 'Where the manifest comes from: the stage itself.' }),
    text: Type.String({
      description: `Any number of YAML documents, at least one Deployment among them, ${manifestByteLimit / 1024 / 1024} MiB together.`,
    }),
    expressions: oneOf(['literal', 'evaluate'] as const, {
      default: 'literal',
      description:
        '`literal`: the text reaches the cluster as it is. `evaluate`: Orca replaces expressions first, and what it leaves unresolved is refused by name.',
    }),
  },
  closed,
);

const Notification = Type.Object(
  {
    type: oneOf(notificationTypes, { description: 'By which service of Echo.' }),
    address: Type.String({
      description: "As in Spinnaker's other notifications: a channel, an address, a number, a webhook.",
    }),
  },
  closed,
);

export const DeploymentConfiguration = Type.Object(
  {
    targets: Type.Tuple([Target], { description: 'Where to deploy: one target.' }),
    manifest: TextManifest,
    strategy: Type.Object(
      {
        canary: Type.Object(
          {
            steps: Type.Readonly(
              Type.Array(CanaryStep, {
                description: `Up to ${stepLimit} steps, one after the other. After the last one everybody gets the new version. An empty list is a plain rolling update that the stage awaits.`,
              }),
            ),
          },
          closed,
        ),
      },
      closed,
    ),
    workload: oneOf(workloadForms, {
      default: 'rollout',
      description:
        '`rollout`: a Rollout takes the place of each Deployment. `deployment`: the Deployment stays, and a Rollout refers to it.',
    }),
    ifInProgress: Type.Literal('reject', {
      default: 'reject',
      description:
        'Another deployment is still rolling out one of these workloads: this one is refused, and names the other.',
    }),
    onFailure: oneOf(endPolicies, {
      default: 'keep',
      description: 'The stage fails: the rollout stays as it is, or `abort`: it goes back to the stable version.',
    }),
    onCancel: oneOf(endPolicies, {
      default: 'keep',
      description: 'A person cancels the pipeline: the same choice.',
    }),
    onStall: oneOf(stallPolicies, {
      default: 'wait',
      description: 'The new pods do not become ready in time: wait for a decision, or `abort`.',
    }),
    onOutsidePromotion: oneOf(outsidePromotionPolicies, {
      default: 'accept',
      description:
        'kubectl or a dashboard lets a rollout pass an approval: go on, and say so in the history, or `abort`: go back to the stable version.',
    }),
    takeOwnership: Type.Boolean({
      default: false,
      description:
        '`true`: what belongs to somebody else (Helm, Argo CD, Flux, another field manager) is taken over from him, and not refused.',
    }),
    notifications: Type.Readonly(
      Type.Array(Notification, {
        default: [],
        description: `Up to ${notificationLimit} who are called when an approval is waited for.`,
      }),
    ),
  },
  {
    ...closed,
    $id: 'DeploymentConfiguration',
    description: "The stage's `deployment` key, with its defaults filled in.",
  },
);
