import Type from 'typebox';
import { longestPauseSeconds } from '../contract/parse-steps.ts';
import { durationUnits } from '../contract/steps.ts';

// Held equal to contract/steps.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;

const Duration = Type.Object(
  {
    duration: Type.Number({
      description: `The rollout waits for a time: a whole number, ${longestPauseSeconds / 24 / 3600} days at the most.`,
    }),
    unit: Type.Enum([...durationUnits], { description: 'Of `duration`; both are said.' }),
  },
  closed,
);
export const CanaryStep = Type.Union([
  Type.Object(
    {
      setWeight: Type.Object(
        {
          weight: Type.Integer({
            minimum: 0,
            maximum: 100,
            description: 'So many percent of the pods run the new version. From step to step they only rise.',
          }),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object({ pause: Duration }, closed),
  Type.Object(
    {
      pause: Type.Object(
        {
          untilApproved: Type.Literal(true, {
            description:
              'Somebody must approve. With several Deployments it is asked for when all have got there, and lets all go on.',
          }),
          requiresRoles: Type.Optional(
            Type.Readonly(
              Type.Array(Type.String(), {
                description: 'Whoever approves has one of these roles. Else everybody may who may deploy.',
              }),
            ),
          ),
          notRequester: Type.Optional(
            Type.Literal(true, {
              description: 'Neither whoever runs the pipeline nor who triggered it may approve, admins included.',
            }),
          ),
        },
        closed,
      ),
    },
    closed,
  ),
]);
