import { openEmptyPgliteStore } from '../../postgres/empty-pglite.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';
import { aDeployment } from './a-deployment.ts';
import { sealingKey } from './test-databases.ts';

/** The image or the server may have to be made first. */
const patience = 120_000;
const options = { sealingKeys: [sealingKey] };

describe.each([
  ['on PGlite', openEmptyPgliteStore],
  ['on PostgreSQL where it is installed', openEmptyStore],
])('an empty store for tests, %s', (_, open) => {
  it(
    'has nothing of the one before it in the same file',
    async () => {
      const record = aDeployment();
      const first = await open(options);
      await first.create(record, []);
      await first.close();
      const second = await open(options);
      expect(await second.read(record.id)).toBeUndefined();
      await second.create(record, []);
      expect(await second.read(record.id)).toEqual(record);
      await second.close();
    },
    patience,
  );

  it(
    'is its own, however often the one before it was closed',
    async () => {
      const record = aDeployment();
      const closed = await open(options);
      await Promise.all([closed.close(), closed.close()]);
      const [one, other] = [await open(options), await open(options)];
      await closed.close();
      await one.create(record, []);
      expect(await one.read(record.id)).toEqual(record);
      expect(await other.read(record.id)).toBeUndefined();
      await Promise.all([one.close(), other.close()]);
    },
    patience,
  );
});
