import { specifyCalling } from './specification/calling.ts';
import { specifyCreating } from './specification/creating.ts';
import { specifyDeciding } from './specification/deciding.ts';
import { specifyEnding } from './specification/ending.ts';
import { specifyGivingBack } from './specification/giving-back.ts';
import { specifyKeepingPlans } from './specification/keeping-plans.ts';
import { specifyKeepingSecrets } from './specification/keeping-secrets.ts';
import { specifyLeading } from './specification/leading.ts';
import { specifyStartingByMachine } from './specification/starting-by-machine.ts';
import { specifyNonces } from './specification/nonces.ts';
import { specifyTelling } from './specification/telling.ts';
import { specifyChaining } from './specification/chaining.ts';
import { specifyWritingDown } from './specification/writing-down.ts';
import { databases, type TestDatabase } from './test-databases.ts';

describe.each(databases)('the store on %s', (_, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterEach(() => database.empty());
  afterAll(() => database.close(), 60_000);

  specifyCreating(() => database);
  specifyStartingByMachine(() => database);
  specifyLeading(() => database);
  specifyEnding(() => database);
  specifyDeciding(() => database);
  specifyNonces(() => database);
  specifyCalling(() => database);
  specifyTelling(() => database);
  specifyGivingBack(() => database);
  specifyKeepingPlans(() => database);
  specifyKeepingSecrets(() => database);
  specifyWritingDown(() => database);
  specifyChaining(() => database);

  it('says that it is well', async () => {
    await expect(database.replicas[0].health()).resolves.toBeUndefined();
  });
});
