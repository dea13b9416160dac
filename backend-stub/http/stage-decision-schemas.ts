import Type from 'typebox';
import { stageActions } from '../contract/stage-decision.ts';
import { DecisionReport, GiveBackReport } from './schemas.ts';

// Held equal to contract/ by `test/backend-stub/http/schemas.test.ts`.

const closed = { additionalProperties: false } as const;
const nonce = Type.String({ pattern: '^[0-9a-zA-Z-]{1,100}$' });

export const NonceRequest = Type.Object(
  { action: Type.Enum([...stageActions]) },
  { ...closed, $id: 'NonceRequest', description: 'What will be decided.' },
);

export const NonceReport = Type.Object(
  { nonce, seconds: Type.Integer({ minimum: 1 }) },
  { ...closed, $id: 'NonceReport', description: 'Good for one decision, and for so many seconds.' },
);

export const StageDecisionRequest = Type.Object(
  { nonce },
  { ...closed, $id: 'StageDecisionRequest', description: 'Of the decision that lies on the stage.' },
);

export const StageDecisionReport = Type.Union(
  [Type.Object({ decision: DecisionReport }, closed), Type.Object({ giveBack: GiveBackReport }, closed)],
  { $id: 'StageDecisionReport', description: 'As the answers of the routes for decisions and for give-backs.' },
);
