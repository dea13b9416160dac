import Type from 'typebox';
import { effectKinds } from '../contract/creation-overview.ts';
import { Creators, PermissionRules } from './creation-schemas.ts';

// Held equal to contract/creation-overview.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const oneOf = <T extends string>(words: readonly T[]) => Type.Enum([...words]);
const list = <T extends Type.TSchema>(item: T) => Type.Readonly(Type.Array(item));
const texts = list(Type.String());
const line = Type.Optional(Type.Integer({ minimum: 1 }));

const Problem = Type.Object(
  { where: Type.String(), sentence: Type.String(), line, column: Type.Optional(Type.Integer({ minimum: 1 })) },
  closed,
);

const holders = Type.Union([Type.Literal('everyone'), texts]);
const RolesByAuthorization = Type.Object({ READ: holders, EXECUTE: holders, WRITE: holders }, closed);

const { provider, resolutionStrategy } = PermissionRules;
const RulesSettings = Type.Object(
  {
    restrictApplicationCreation: Type.Boolean(),
    ...{ provider, resolutionStrategy },
    executeFallback: Type.String(),
    adminRoles: texts,
    prefixes: Type.Integer({ minimum: 0 }),
  },
  closed,
);

const count = Type.Integer({ minimum: 0 });
const CreationEffects = Type.Union([
  Type.Object({ kind: Type.Literal('unknown'), why: Type.String() }, closed),
  Type.Object(
    {
      kind: Type.Literal('known'),
      isSoAlready: Type.Boolean(),
      counts: Type.Object({ hidden: count, closed: count, narrowed: count, widened: count, same: count }, closed),
      changed: list(
        Type.Object(
          {
            name: Type.String(),
            kind: oneOf(effectKinds.filter((kind) => kind !== 'same')),
            prefixes: texts,
            holders: RolesByAuthorization,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
]);

export const CreationOverview = Type.Object(
  {
    file: Type.Optional(
      Type.Object({ path: Type.String(), isInForce: Type.Boolean(), problems: list(Problem) }, closed),
    ),
    settings: Type.Optional(RulesSettings),
    table: list(
      Type.Object(
        { prefix: Type.Optional(Type.String()), line, creators: Creators, holders: RolesByAuthorization },
        closed,
      ),
    ),
    warnings: list(Type.Object({ sentence: Type.String(), prefix: Type.Optional(Type.String()), line }, closed)),
    effects: CreationEffects,
    block: Type.String(),
  },
  { ...closed, $id: 'CreationOverview', description: 'Nothing is changed by asking.' },
);
