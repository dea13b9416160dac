import { openEmptyStore } from '../../postgres/empty-pglite.ts';
import { aDeployment } from './a-deployment.ts';
import { sealingKey } from './test-databases.ts';

/** The image may have to be made first. */
const patience = 120_000;
const options = { sealingKeys: [sealingKey] };

describe('an empty store for tests', () => {
  it(
    'has nothing of the one before it in the same file, whose database it takes over',
    async () => {
      const record = aDeployment();
      const first = await openEmptyStore(options);
      await first.create(record, []);
      await first.close();
      const second = await openEmptyStore(options);
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
      const closed = await openEmptyStore(options);
      await Promise.all([closed.close(), closed.close()]);
      const [one, other] = [await openEmptyStore(options), await openEmptyStore(options)];
      await closed.close();
      await one.create(record, []);
      expect(await one.read(record.id)).toEqual(record);
      expect(await other.read(record.id)).toBeUndefined();
      await Promise.all([one.close(), other.close()]);
    },
    patience,
  );
});
