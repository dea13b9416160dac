import Type from 'typebox';
import type { Static } from 'typebox';
import { actions, commentLimit } from '../contract/decision.ts';
import { endPolicies, outsidePromotionPolicies } from '../contract/deployment.ts';
import { giveBackStates } from '../contract/give-back.ts';
import { orcaStatusWords } from '../contract/orca.ts';
import { podLimit, podStates } from '../contract/details.ts';
import { openPhases, outcomes, situations } from '../contract/report.ts';
import { CanaryStep } from './step-schemas.ts';

// Shapes of the wire, for the OpenAPI document and for checking what comes in. `test/backend-stub/http/schemas.test.ts`
// holds each equal to its type in contract/, so that the two can't drift apart.

const closed = { additionalProperties: false } as const;
const oneOf = <T extends string>(words: readonly T[]) => Type.Enum([...words]);
const list = <T extends Type.TSchema>(item: T) => Type.Readonly(Type.Array(item));

export const StatusReply = Type.Object(
  { status: oneOf(orcaStatusWords), progress: Type.String(), summary: Type.String() },
  { ...closed, $id: 'StatusReply', description: 'What Orca polls. `progress` is always text.' },
);

export const StartReply = Type.Object(
  { deploymentId: Type.String(), status: oneOf(orcaStatusWords), progress: Type.String(), statusUrl: Type.String() },
  { ...closed, $id: 'StartReply', description: 'A deployment that was accepted; Orca polls `statusUrl`.' },
);

/** An id as Orca gives them out, and nothing that it should have put a value in for. */
const orcaId = Type.String({ pattern: '^[0-9A-Za-z._-]{1,100}$' });

export const CancelRequest = Type.Object(
  { executionId: orcaId, stageId: orcaId, attempt: orcaId },
  { ...closed, $id: 'CancelRequest', description: 'Which attempt of which stage was canceled, or ended without us.' },
);

export const CancelReply = Type.Object(
  { result: oneOf(['nothing-to-do', 'stopped-watching', 'canceled'] as const), sentence: Type.String() },
  { ...closed, $id: 'CancelReply', description: 'What was done; a repeat does nothing.' },
);

/** A NUL can't be stored. */
export const storableText = '^[^\\u0000]*$';

const SeenRollout = Type.Object(
  { rollout: Type.String(), podHash: Type.String(), stepIndex: Type.Integer({ minimum: 0 }) },
  closed,
);

export const DecisionRequest = Type.Object(
  {
    action: oneOf(actions),
    seen: list(SeenRollout),
    comment: Type.Optional(Type.String({ maxLength: commentLimit, pattern: storableText })),
  },
  {
    ...closed,
    $id: 'DecisionRequest',
    description: 'A decision, and what its maker saw: refused when the world has moved since.',
  },
);

export const DecisionReport = Type.Object(
  {
    id: Type.String(),
    action: oneOf(actions),
    by: Type.String(),
    asAdmin: Type.Optional(Type.Literal(true)),
    at: Type.String(),
    comment: Type.Optional(Type.String()),
    state: oneOf(['accepted', 'done', 'failed'] as const),
    result: Type.Optional(Type.String()),
  },
  { ...closed, $id: 'DecisionReport' },
);

const count = Type.Integer({ minimum: 0 });

const WaitingReport = Type.Object(
  {
    since: Type.Optional(Type.String()),
    reason: oneOf(['approval', 'time'] as const),
    until: Type.Optional(Type.String()),
    requiresRoles: Type.Optional(list(Type.String())),
  },
  closed,
);

const RolloutReport = Type.Object(
  {
    name: Type.String(),
    namespace: Type.String(),
    situation: oneOf(situations),
    sentence: Type.String(),
    podHash: Type.Optional(Type.String()),
    stablePodHash: Type.Optional(Type.String()),
    stepIndex: Type.Optional(Type.Integer()),
    firstDeployment: Type.Boolean(),
    weight: Type.Object({ planned: Type.Number(), actual: Type.Number() }, closed),
    pods: Type.Object({ wanted: count, updated: count, ready: count, available: count }, closed),
    images: list(Type.String()),
    troubles: list(Type.String()),
    waiting: Type.Optional(WaitingReport),
  },
  closed,
);

export const ObjectReport = Type.Object(
  {
    kind: Type.String(),
    name: Type.String(),
    namespace: Type.Optional(Type.String()),
    treatment: Type.String(),
    restoredByAbort: Type.Boolean(),
  },
  closed,
);

/** Two shapes and no fields that may be there or not: who started it decides what else there is to say. */
const stageOrigin = {
  startedBy: Type.Literal('stage'),
  executionId: Type.String(),
  stageId: Type.String(),
  attempt: Type.String(),
  pipeline: Type.Optional(Type.String()),
  orca: oneOf(['asking', 'silent'] as const),
};
const machineOrigin = { startedBy: Type.Literal('machine'), machine: Type.String() };

const deploymentFacts = {
  id: Type.String(),
  application: Type.String(),
  account: Type.String(),
  requester: Type.String(),
  phase: oneOf([...openPhases, 'ended'] as const),
  outcome: Type.Optional(oneOf(outcomes)),
  phaseSince: Type.String(),
  summary: Type.String(),
  steps: list(CanaryStep),
  rollouts: list(RolloutReport),
  objects: list(ObjectReport),
  warnings: list(Type.String()),
  decisions: list(DecisionReport),
  events: list(Type.Object({ at: Type.String(), sentence: Type.String() }, closed)),
  onFailure: oneOf(endPolicies),
  onCancel: oneOf(endPolicies),
  onOutsidePromotion: oneOf(outsidePromotionPolicies),
  access: oneOf(['fiat', 'open'] as const),
  decisionChannel: Type.Optional(Type.Literal('stage')),
  createdAt: Type.String(),
  endedAt: Type.Optional(Type.String()),
};

const ofEitherOrigin = <Facts extends Type.TProperties>(facts: Facts, options: { readonly $id: string }) =>
  Type.Union(
    [Type.Object({ ...facts, ...stageOrigin }, closed), Type.Object({ ...facts, ...machineOrigin }, closed)],
    options,
  );

export const DeploymentReport = ofEitherOrigin(deploymentFacts, { $id: 'DeploymentReport' });

const ActionPermission = Type.Union([
  Type.Object({ action: oneOf(actions), kind: Type.Literal('allowed') }, closed),
  Type.Object({ action: oneOf(actions), kind: Type.Literal('denied'), sentence: Type.String() }, closed),
]);

const VersionReport = Type.Object(
  {
    podHash: Type.String(),
    images: list(Type.String()),
    wanted: count,
    pods: Type.Readonly(
      Type.Array(
        Type.Object({ name: Type.String(), state: oneOf(podStates), trouble: Type.Optional(Type.String()) }, closed),
        { maxItems: podLimit },
      ),
    ),
  },
  closed,
);

const LiveRollout = Type.Union([
  Type.Object(
    {
      name: Type.String(),
      kind: Type.Literal('seen'),
      stable: Type.Optional(VersionReport),
      canary: Type.Optional(VersionReport),
    },
    closed,
  ),
  Type.Object({ name: Type.String(), kind: Type.Literal('unknown'), why: Type.String() }, closed),
]);

const giveBackReport = {
  id: Type.String(),
  by: Type.String(),
  asAdmin: Type.Optional(Type.Literal(true)),
  at: Type.String(),
  state: oneOf(giveBackStates),
  sentence: Type.String(),
};

export const GiveBackRequest = Type.Object(
  {},
  {
    ...closed,
    $id: 'GiveBackRequest',
    description: 'Nothing has to be said; the workloads are those of the deployment.',
  },
);

export const GiveBackReport = Type.Object(giveBackReport, {
  ...closed,
  $id: 'GiveBackReport',
  description: 'What was asked, and how far it is. A repeat answers the same and begins nothing.',
});

/** A deployment, what its reader may decide, and the pods of this moment. */
const deploymentDetails = {
  ...deploymentFacts,
  viewer: Type.Object(
    {
      user: Type.String(),
      asAdmin: Type.Optional(Type.Literal(true)),
      secondsOld: Type.Optional(count),
      may: list(ActionPermission),
      mayGiveBack: Type.Boolean(),
    },
    closed,
  ),
  live: list(LiveRollout),
  giveBacks: list(Type.Object(giveBackReport, closed)),
};

export const DeploymentDetails = ofEitherOrigin(deploymentDetails, { $id: 'DeploymentDetails' });

export const DeploymentsQuery = Type.Object(
  { application: Type.Optional(Type.String({ maxLength: 250, pattern: storableText })) },
  { ...closed, $id: 'DeploymentsQuery' },
);

export const DeploymentList = Type.Object(
  { deployments: list(DeploymentReport) },
  { ...closed, $id: 'DeploymentList' },
);

export const accountList = {
  access: oneOf(['fiat', 'open'] as const),
  accounts: list(
    Type.Object(
      {
        name: Type.String(),
        namespaces: Type.Optional(list(Type.String())),
        defaultNamespace: Type.Optional(Type.String()),
        authorized: Type.Boolean(),
      },
      closed,
    ),
  ),
};

export const AccountList = Type.Object(
  { service: Type.Object({ version: Type.String() }, closed), ...accountList },
  { ...closed, $id: 'AccountList' },
);

export const ErrorReply = Type.Object(
  { error: Type.String(), message: Type.String() },
  { ...closed, $id: 'ErrorReply', description: '`error` is a stable word, `message` a sentence for people.' },
);
export type ErrorReply = Static<typeof ErrorReply>;
