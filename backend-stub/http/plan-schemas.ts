import Type from 'typebox';
import { verdicts } from '../contract/change.ts';
import { ObjectReport } from './schemas.ts';

// Held equal to contract/plan.ts and contract/change.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const list = <T extends Type.TSchema>(item: T) => Type.Readonly(Type.Array(item));

export const PlanRequest = Type.Object(
  { application: Type.String({ minLength: 1, maxLength: 250 }), deployment: Type.Unknown() },
  {
    ...closed,
    $id: 'PlanRequest',
    description: "`deployment` is the stage's key as the form holds it, finished or not.",
  },
);

const DiffPart = Type.Union([
  Type.Object({ kind: Type.Enum(['unchanged', 'removed', 'added']), lines: list(Type.String()) }, closed),
  Type.Object(
    {
      kind: Type.Literal('folded'),
      count: Type.Integer({ minimum: 1 }),
      within: Type.Optional(Type.String()),
    },
    closed,
  ),
]);

const ObjectChange = Type.Object(
  { verdict: Type.Enum([...verdicts]), replaces: Type.Optional(Type.String()), diff: list(DiffPart) },
  closed,
);

const PlannedChange = Type.Object({ ...ObjectReport.properties, change: Type.Optional(ObjectChange) }, closed);

const Problem = Type.Object(
  {
    where: Type.String(),
    sentence: Type.String(),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    column: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

const ApprovalNeed = Type.Object(
  {
    stepIndex: Type.Integer({ minimum: 0 }),
    weight: Type.Integer({ minimum: 0, maximum: 100 }),
    requiresRoles: list(Type.String()),
    sentence: Type.String(),
  },
  closed,
);

const Fingerprint = Type.Object({ manifest: Type.String(), cluster: Type.String() }, closed);

export const AppliedPlanReply = Type.Object(
  { objects: list(PlannedChange), fingerprint: Type.Optional(Fingerprint) },
  { ...closed, $id: 'AppliedPlanReply', description: 'What a deployment was to change, as it stood before its apply.' },
);

export const PlanReply = Type.Object(
  {
    objects: list(PlannedChange),
    abortDoesNotRestore: list(Type.String()),
    approvals: list(ApprovalNeed),
    notes: list(Type.String()),
    warnings: list(Type.String()),
    problems: list(Problem),
    fingerprint: Type.Optional(Fingerprint),
  },
  {
    ...closed,
    $id: 'PlanReply',
    description:
      'What would be applied, and what would change. No problems: it could start. Values of Secrets are hidden.',
  },
);
