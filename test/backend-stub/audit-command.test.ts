import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { auditCommand, readAuditArguments, verifyChains } from '../../backend-stub/audit-command.ts';
import { canonicalText } from '../../backend-stub/audit/canonical.ts';
import { fieldsOf, hashOf } from '../../backend-stub/audit/chain.ts';
import type { Store } from '../../backend-stub/ports.ts';
import { exportAudit } from '../../backend-stub/reconcile/export-audit.ts';
import { Sealer } from '../../backend-stub/reconcile/sealer.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { HandClock } from '../spinnaker/hand-clock.ts';
import { rewritten, tampered } from './audit/tampering.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { aRefusal } from './store/specification/chaining.ts';

const programs = requirePrograms();
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const isAbout = (sentence: string, tenant: string): boolean =>
  new RegExp(`^(Row|Segment) \\d+ of tenant ${tenant} `).test(sentence);

(programs === undefined ? describe.skip : describe)('gennaker audit', () => {
  const files = new ConfigurationFiles();
  let postgres: PostgresCluster;
  let store: Store;
  let client: pg.Client;
  let config: string;
  const clock = new HandClock();

  const sealer = (segmentRows = 5): Sealer =>
    new Sealer({
      services: { store, clock, log: pino({ level: 'silent' }) },
      signingKey: privateKey,
      segmentRows,
      segmentHours: 24,
    });
  const write = async (tenant: string, rows: number): Promise<void> => {
    for (let row = 0; row < rows; row += 1) await store.audit.write(aRefusal({ account: tenant }));
  };
  const run = async (
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly lines: readonly string[] }> => {
    const told = readAuditArguments(words);
    if (told.kind === 'misused') throw new Error(told.why);
    const lines: string[] = [];
    return { code: await auditCommand(told, (line) => lines.push(line)), lines };
  };

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    const databaseUrl = await postgres.createDatabase();
    store = await openPostgresStore({ connectionString: databaseUrl, tenantOf: (account = 'default') => account });
    client = new pg.Client(databaseUrl);
    await client.connect();
    const tenants = ['untouched', ...[...tampered, ...rewritten].map(([tenant]) => tenant)];
    await Promise.all(tenants.map((tenant) => write(tenant, 12)));
    await sealer().turn();
    const audit = { signingKeyFile: files.write('key.pem', pem) };
    config = files.write('gennaker.yaml', stringify({ postgres: { urlFile: files.write('url', databaseUrl) }, audit }));
    files.write('public.pem', publicPem);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([store.close(), client.end()]);
    await postgres.remove();
    files.remove();
  }, 60_000);

  it('reads every chain, says that all is as it was written, how much that was, and ends with 0', async () => {
    const tenants = 1 + tampered.length + rewritten.length;
    const { code, lines } = await run('verify', '--config', config);
    expect([code, lines]).toEqual([
      0,
      [
        expect.stringMatching(
          new RegExp(`^${tenants * 12} rows of ${tenants} tenants in [\\d.]+ s, \\d+ rows a second\\.$`),
        ),
        'Every row is as it was written down.',
      ],
    ]);
  });

  describe('when the owner of the database takes the triggers away', () => {
    beforeAll(async () => {
      for (const table of ['audit_records', 'audit_heads', 'audit_segments'])
        await client.query(`alter table ${table} disable trigger user`);
      for (const [tenant, { from, withHead }] of rewritten) await rewrite(tenant, from, withHead);
    });

    const finding = async (tenant: string): Promise<string | undefined> => {
      const { findings } = await verifyChains(store.audit, publicKey);
      return findings.map(({ sentence }) => sentence).find((sentence) => isAbout(sentence, tenant));
    };

    async function rewrite(tenant: string, from: number, withHead: boolean): Promise<void> {
      const rows = await store.audit.rows({ tenant, after: from - 1, most: 100 });
      let previous = rows[0]?.previous ?? '';
      for (const { sequence, canonical } of rows) {
        const changed = sequence === from ? { actor: { name: 'nobody', through: 'gate' } } : {};
        const text = canonicalText({ ...fieldsOf(canonical), ...changed });
        const hash = hashOf(previous, text);
        await client.query(
          `update audit_records set canonical = $1::text, previous = $2, hash = $3, actor = $1::text::json->'actor'->>'name'
           where tenant = $4 and sequence = $5`,
          [text, previous, hash, tenant, sequence],
        );
        previous = hash;
      }
      if (withHead) await client.query('update audit_heads set hash = $1 where tenant = $2', [previous, tenant]);
    }

    it.each(tampered)('finds and names what is %s', async (tenant, statements, sentence) => {
      for (const statement of [statements].flat()) await client.query(statement.replaceAll(`'T'`, `'${tenant}'`));
      expect(await finding(tenant)).toBe(sentence.replaceAll(' T', ` ${tenant}`));
    });

    it.each(rewritten)(
      'finds what was %s only as far as it was sealed, or is told by its head',
      async (tenant, _how, sentence) => {
        expect(await finding(tenant)).toBe(sentence);
      },
    );

    it('finds a record that was put in behind the last one, and that follows on it', async () => {
      await write('put-in', 1);
      await client.query(
        `update audit_heads set sequence = 0, hash = repeat('0', 64), refusals = 0 where tenant = 'put-in'`,
      );
      expect(await finding('put-in')).toBe('Row 1 of tenant put-in was put in: only 0 rows were written.');
    });

    it('ends with 1, and finds nothing in the chains of others', async () => {
      const { code, lines } = await run('verify', '--config', config, '--public-key', files.path('public.pem'));
      expect([code, lines.filter((line) => isAbout(line, 'untouched'))]).toEqual([1, []]);
      expect(await finding('untouched')).toBeUndefined();
    });

    it('seals nothing of a chain that is broken', async () => {
      await write('broken', 6);
      await client.query(
        `update audit_records set canonical = replace(canonical, 'mallory', 'nobody1') where tenant = 'broken'`,
      );
      await sealer().turn();
      expect(await store.audit.segments('broken')).toEqual([]);
    });
  });

  describe('a sealed segment', () => {
    it('is closed when it is full, or old, once, whoever seals', async () => {
      await write('sealing', 3);
      await Promise.all([sealer().turn(), sealer().turn()]);
      expect(await store.audit.segments('sealing')).toEqual([]);
      clock.jump(Date.now() - clock.now().getTime() + 25 * 3_600_000);
      await Promise.all([sealer().turn(), sealer().turn()]);
      clock.jump(-25 * 3_600_000);
      await write('sealing', 5);
      await Promise.all([sealer().turn(), sealer().turn()]);
      const statements = (await store.audit.segments('sealing')).map(({ statement }) => fieldsOf(statement));
      expect(statements).toMatchObject([
        { segment: 1, first: 1, last: 3 },
        { segment: 2, first: 4, last: 8 },
      ]);
    });

    it('is exported with its signature, and verified without a database', async () => {
      const { code, lines } = await run('export', '--config', config, '--tenant', 'untouched', '--segment', '1');
      expect([code, lines.length]).toEqual([0, 6]);
      const archive = files.write('archive.ndjson', `${lines.join('\n')}\n`);
      const verify = (key = 'public.pem') => run('verify', '--archive', archive, '--public-key', files.path(key));
      expect(await verify()).toEqual({
        code: 0,
        lines: ['Segment 1 of tenant untouched (rows 1 to 5) is as it was written down and signed.'],
      });
      const foreign = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
      files.write('foreign.pem', foreign);
      expect(await verify('foreign.pem')).toMatchObject({
        code: 1,
        lines: [expect.stringContaining('is not signed by this key')],
      });
      const kept = [...lines];
      const cases: readonly (readonly [readonly string[], string])[] = [
        [
          kept.with(2, (kept[2] ?? '').replace('mallory', 'nobody1')),
          'Row 3 of tenant untouched was changed: its hash is not that of what it says.',
        ],
        [kept.filter((_line, index) => index !== 2), 'Row 3 of tenant untouched is missing: after 2 comes 4.'],
        [kept.slice(1), 'The file does not begin with row 1, as its signature says.'],
        [kept.filter((_line, index) => index !== 4), 'The file does not end with row 5, as its signature says.'],
        [kept.slice(0, -1), 'The file ends without a signature.'],
        [[...kept, kept[0] ?? ''], 'The file goes on behind its signature.'],
        [['not JSON'], 'Line 1 is no JSON object.'],
        [['{}'], 'Line 1 is no record.'],
      ];
      for (const [changed, sentence] of cases) {
        files.write('archive.ndjson', changed.join('\n'));
        expect(await verify()).toEqual({ code: 1, lines: [sentence] });
      }
    });

    it('is said not to be there where none of that number is', async () => {
      await expect(run('export', '--config', config, '--tenant', 'nobody')).rejects.toThrow('there are 0');
      await expect(run('export', '--config', config, '--tenant', 'untouched', '--segment', '9')).rejects.toThrow(
        'there are 3',
      );
    });
  });

  it('is exported line by line for machines, from where somebody left off', async () => {
    const lines = async (after: number, more = {}): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const line of exportAudit({ store }, { tenant: 'untouched', after, ...more })) found.push(line);
      return found;
    };
    const all = await lines(0);
    expect(all.map((line) => fieldsOf(line)?.['sequence'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await lines(10)).toEqual(all.slice(10));
    expect(await lines(0, { to: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await lines(0, { from: '2020-01-01T00:00:00Z' })).toEqual(all);
  });

  it.each([
    [[]],
    [['verify']],
    [['verify', '--archive', 'a']],
    [['verify', '--config', 'a', '--archive', 'b', '--public-key', 'c']],
    [['export', '--config', 'a']],
    [['export', '--config', 'a', '--tenant', 't', '--segment', '0']],
    [['verify', '--config', 'a', '--unknown']],
    [['tell', '--config', 'a']],
  ])('says that it is used otherwise than with %j', (words) => {
    expect(readAuditArguments(words)).toMatchObject({ kind: 'misused' });
  });
});
