import pg from 'pg';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { Wire } from './wire.ts';

const programs = requirePrograms();

(programs === undefined ? describe.skip : describe)('the wire to the database', () => {
  it('tells each statement whole, also one that was prepared before', async () => {
    const cluster = await PostgresCluster.start(programs ?? '');
    const wire = new Wire();
    const client = new pg.Client(await wire.toDatabase(await cluster.createDatabase()));
    await client.connect();
    try {
      await client.query('select 0');
      for (const value of ['one', 'two'])
        await client.query({ name: 'said', text: 'select $1::text', values: [value] });
      await client.query('select $1::text as unnamed', ['three']);
      const told = wire.recorded.map(({ what }) => what);
      expect(told).toEqual([
        'select 0',
        expect.stringMatching(/^select \$1::text .*one/),
        expect.stringMatching(/^select \$1::text .*two/),
        expect.stringMatching(/^select \$1::text as unnamed .*three/),
      ]);
    } finally {
      await client.end();
      wire.close();
      await cluster.stop();
    }
  });
});
