import Type from 'typebox';
import { auditActions, auditChannels, auditKinds } from '../contract/audit.ts';
import type { RefusalReason } from '../contract/refusal.ts';

// Held equal to contract/audit.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const oneOf = <T extends string>(words: readonly T[]) => Type.Enum([...words]);
const list = <T extends Type.TSchema>(item: T) => Type.Readonly(Type.Array(item));

/** The compiler asks here for every reason that there is, and the test of the schemas for no other. */
const reasons: Readonly<Record<RefusalReason, true>> = {
  'too-many': true,
  'unknown-user': true,
  ...{ 'bad-input': true, 'not-authenticated': true, 'not-allowed': true, 'not-found': true, 'not-ours': true },
  ...{ 'in-progress': true, stale: true, finished: true, 'not-possible': true, unreachable: true, 'not-built': true },
};
const RefusalReasonWord = Type.Unsafe<RefusalReason>(Type.Enum(Object.keys(reasons)));

/** All texts, as a query has them; `audit-query.ts` reads it, and refuses what stands beside these keys by name. */
export const AuditQueryText = Type.Object(
  {
    application: Type.String(),
    deployment: Type.Optional(Type.String()),
    actor: Type.Optional(Type.String({ description: 'Part of a name, without case.' })),
    kind: Type.Optional(oneOf(auditKinds)),
    action: Type.Optional(oneOf(auditActions)),
    from: Type.Optional(Type.String({ description: 'ISO 8601, from this moment on.' })),
    to: Type.Optional(Type.String({ description: 'ISO 8601, before this moment.' })),
    before: Type.Optional(Type.String({ description: '`next` of the page before.' })),
    limit: Type.Optional(Type.String({ description: '1 to 500; 100 where nothing is said.' })),
  },
  { $id: 'AuditQuery' },
);

/** As above, for `readAuditStretch`. */
export const AuditStretchText = Type.Object(
  {
    after: Type.Optional(Type.String({ description: 'The sequence of the last record that is known; 0: all.' })),
    from: Type.Optional(Type.String({ description: 'ISO 8601, from this moment on.' })),
    to: Type.Optional(Type.String({ description: 'ISO 8601, before this moment.' })),
  },
  { $id: 'AuditStretch' },
);

const AuditRecord = Type.Object(
  {
    kind: oneOf(auditKinds),
    action: oneOf(auditActions),
    actor: Type.Object(
      {
        name: Type.String(),
        subject: Type.Optional(Type.String()),
        roles: Type.Optional(list(Type.String())),
        admin: Type.Optional(Type.Literal(true)),
        through: oneOf(auditChannels),
      },
      closed,
    ),
    sentence: Type.String(),
    application: Type.Optional(Type.String()),
    account: Type.Optional(Type.String()),
    deployment: Type.Optional(Type.String()),
    execution: Type.Optional(Type.String()),
    stage: Type.Optional(Type.String()),
    step: Type.Optional(Type.Integer({ minimum: 0 })),
    seen: Type.Optional(
      list(
        Type.Object(
          { rollout: Type.String(), podHash: Type.String(), stepIndex: Type.Integer({ minimum: 0 }) },
          closed,
        ),
      ),
    ),
    reason: Type.Optional(RefusalReasonWord),
    result: Type.Optional(Type.String()),
    times: Type.Optional(Type.Integer({ minimum: 1 })),
    tenant: Type.String(),
    sequence: Type.Integer({ minimum: 1 }),
    at: Type.String(),
    previous: Type.String(),
    hash: Type.String(),
  },
  closed,
);

export const AuditPage = Type.Object(
  { records: list(AuditRecord), next: Type.Optional(Type.String()) },
  { ...closed, $id: 'AuditPage', description: 'Newest first. `next` is to be asked for as `before`.' },
);
