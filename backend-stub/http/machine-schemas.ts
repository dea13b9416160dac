import Type from 'typebox';
import { accountList, storableText } from './schemas.ts';

// Held equal to the types of `reconcile/` by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;

export const MachineStartRequest = Type.Object(
  {
    application: Type.String({ minLength: 1, maxLength: 250, pattern: storableText }),
    deployment: Type.Unknown(),
    idempotencyKey: Type.String({ pattern: '^[!-~]{1,200}$' }),
  },
  {
    ...closed,
    $id: 'MachineStartRequest',
    description:
      '`deployment` is what a stage has under that key (docs/stage.md), read by a parser that names every problem. The same `idempotencyKey` of the same machine is the same deployment, for ever.',
  },
);

export const MachineCancelRequest = Type.Object(
  {},
  { ...closed, $id: 'MachineCancelRequest', description: 'Nothing has to be said.' },
);

export const TenantAccounts = Type.Object(
  { tenant: Type.String(), ...accountList },
  { ...closed, $id: 'TenantAccounts', description: "The accounts of the token's tenant." },
);
