import Type from 'typebox';
import { Permissions, PermissionRules } from './creation-schemas.ts';

// Held equal to contract/service-accounts.ts and contract/applications-access.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const Texts = Type.Readonly(Type.Array(Type.String()));

const AccountUse = Type.Object(
  {
    application: Type.String(),
    id: Type.String(),
    pipeline: Type.String(),
    triggers: Texts,
    isOn: Type.Boolean(),
  },
  closed,
);

const ServiceAccount = Type.Object(
  {
    name: Type.String(),
    exists: Type.Optional(Type.Boolean()),
    roles: Type.Optional(Texts),
    mayUse: Type.Boolean(),
    uses: Type.Optional(Type.Readonly(Type.Array(AccountUse))),
    isUsedElsewhere: Type.Optional(Type.Boolean()),
    pipelineIsGone: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const ServiceAccounts = Type.Object(
  {
    scope: Type.Enum(['all', 'yours']),
    accounts: Type.Readonly(Type.Array(ServiceAccount)),
    gaps: Texts,
  },
  closed,
);

export const ApplicationsAccess = Type.Object(
  {
    isAdmin: Type.Boolean(),
    applications: Type.Readonly(Type.Array(Type.Object({ name: Type.String(), permissions: Permissions }, closed))),
    rules: Type.Optional(Type.Object({ ...PermissionRules, restrictApplicationCreation: Type.Boolean() }, closed)),
    gaps: Texts,
  },
  closed,
);
