import { patience, startListeners } from './listeners.ts';
import { OrcaWorld } from './orca-world.ts';
import { specifyAnswers } from './specification/answers.ts';
import { specifyBodies } from './specification/bodies.ts';
import { specifyCallers } from './specification/callers.ts';
import { specifyCanceling } from './specification/canceling.ts';
import { specifyRedirected } from './specification/redirected.ts';
import { specifyRequesters } from './specification/requesters.ts';
import { specifyStarting } from './specification/starting.ts';
import { specifyStolenBearer } from './specification/stolen-bearer.ts';

describe('the listener for Orca', () => {
  const world = new OrcaWorld();
  beforeAll(async () => world.begin(await startListeners()), patience);
  afterAll(() => world.listeners.close());

  specifyStarting(world);
  specifyCallers(world);
  specifyRequesters(world);
  specifyBodies(world);
  specifyAnswers(world);
  specifyCanceling(world);
  specifyStolenBearer(world);
  specifyRedirected(world);
});
