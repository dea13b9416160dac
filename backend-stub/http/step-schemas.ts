import Type from 'typebox';
import { durationUnits } from '../contract/steps.ts';

// Held equal to contract/steps.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;

const Duration = Type.Object({ duration: Type.Number(), unit: Type.Enum([...durationUnits]) }, closed);
export const CanaryStep = Type.Union([
  Type.Object({ setWeight: Type.Object({ weight: Type.Integer({ minimum: 0, maximum: 100 }) }, closed) }, closed),
  Type.Object({ pause: Duration }, closed),
  Type.Object(
    {
      pause: Type.Object(
        {
          untilApproved: Type.Literal(true),
          requiresRoles: Type.Optional(Type.Readonly(Type.Array(Type.String()))),
          notRequester: Type.Optional(Type.Literal(true)),
        },
        closed,
      ),
    },
    closed,
  ),
]);
