import Type from 'typebox';
import { authorizations } from '../contract/authorization.ts';
import { Permissions } from './creation-schemas.ts';

// Held equal to contract/pipeline-access.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;

const GivenAccess = Type.Object(
  { name: Type.String(), authorizations: Type.Readonly(Type.Array(Type.Enum([...authorizations]))) },
  closed,
);

const SubjectAccess = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('seen'),
      name: Type.String(),
      admin: Type.Boolean(),
      roles: Type.Optional(Type.Readonly(Type.Array(Type.String()))),
      accounts: Type.Readonly(Type.Array(GivenAccess)),
      applications: Type.Readonly(Type.Array(GivenAccess)),
      unlistedApplicationsAreOpen: Type.Boolean(),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('missing'), name: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('unknown'), name: Type.String(), why: Type.String() }, closed),
]);

const UsableAccount = Type.Object({ name: Type.String(), roles: Type.Readonly(Type.Array(Type.String())) }, closed);

export const PipelineAccess = Type.Object(
  {
    application: Type.String(),
    subjects: Type.Readonly(Type.Array(SubjectAccess)),
    ownAuthorizations: Type.Optional(Type.Readonly(Type.Array(Type.Enum([...authorizations])))),
    usableAccounts: Type.Optional(Type.Readonly(Type.Array(UsableAccount))),
    effectivePermissions: Type.Optional(Permissions),
    gaps: Type.Readonly(Type.Array(Type.String())),
  },
  closed,
);
