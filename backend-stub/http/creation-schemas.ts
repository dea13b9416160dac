import Type from 'typebox';
import { authorizations } from '../contract/authorization.ts';
import { creationVerdicts, nameTaken } from '../contract/creation.ts';

// Held equal to contract/creation.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const oneOf = <T extends string>(words: readonly T[]) => Type.Enum([...words]);
const texts = Type.Readonly(Type.Array(Type.String()));

/** A NUL can't be stored in the audit. */
const line = { maxLength: 3000, pattern: '^[^\\u0000]*$' } as const;

export const CreationQuery = Type.Object(
  {
    user: Type.Optional(Type.String({ ...line, description: 'Somebody else; for admins.' })),
    roles: Type.Optional(Type.String({ ...line, description: 'With commas between, instead of a user; for admins.' })),
  },
  { ...closed, $id: 'CreationQuery' },
);

const some = Type.Optional(texts);
export const Permissions = Type.Object({ READ: some, WRITE: some, EXECUTE: some, CREATE: some }, closed);

export const PermissionRules = {
  provider: oneOf(['default', 'aggregate'] as const),
  resolutionStrategy: oneOf(['AGGREGATE', 'MOST_SPECIFIC'] as const),
  prefixes: Type.Readonly(Type.Array(Type.Object({ prefix: Type.String(), permissions: Permissions }, closed))),
  executeFallback: oneOf(authorizations),
};

export const Creators = Type.Union([
  Type.Object(
    { kind: Type.Literal('everyone'), because: oneOf(['restrictionOff', 'noMatchingPrefix'] as const) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('roles'), roles: texts }, closed),
]);

const CreationReason = Type.Union([
  Type.Object(
    { kind: oneOf(['restrictionOff', 'noMatchingPrefix', 'admin', 'anotherSource', 'fiat', 'open'] as const) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('prefix'), prefixes: texts, roles: texts }, closed),
]);

export const CreationAnswer = Type.Object(
  {
    name: Type.String(),
    user: Type.Optional(Type.String()),
    roles: Type.Optional(texts),
    isAdmin: Type.Optional(Type.Literal(true)),
    verdict: oneOf(creationVerdicts),
    sentence: Type.String(),
    by: Type.Optional(CreationReason),
    taken: oneOf(nameTaken),
    explained: Type.Optional(
      Type.Object({ rules: Type.Object(PermissionRules, closed), creators: Creators, usable: texts }, closed),
    ),
    knownRoles: texts,
    advice: Type.Object({ lockOut: oneOf(['warn', 'forbid'] as const), requireWriteRole: Type.Boolean() }, closed),
    secondsOld: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { ...closed, $id: 'CreationAnswer', description: 'Fiat decides, and the prefixes of the operator explain.' },
);
