import Type from 'typebox';
import { checkNames } from '../contract/doctor.ts';

// Held equal to contract/doctor.ts by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const found = {
  check: Type.Enum([...checkNames]),
  about: Type.Optional(Type.String()),
  sentence: Type.String(),
};

const Finding = Type.Union([
  Type.Object({ ...found, verdict: Type.Literal('ok') }, closed),
  Type.Object({ ...found, verdict: Type.Literal('wrong'), change: Type.String() }, closed),
  Type.Object({ ...found, verdict: Type.Literal('unknown') }, closed),
  Type.Object({ ...found, verdict: Type.Literal('note') }, closed),
]);

export const DoctorReport = Type.Object(
  { version: Type.String(), findings: Type.Readonly(Type.Array(Finding)) },
  { ...closed, $id: 'DoctorReport', description: 'Nothing is changed by asking.' },
);
