import { stringify } from 'yaml';
import pg from 'pg';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { openPostgresStore, resealPostgres } from '../../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { ConfigurationFiles } from '../configuration-files.ts';
import { GennakerProcess } from '../gennaker-process.ts';
import { aDeployment, anObject, aSecret, ended, rollout } from './a-deployment.ts';
import type { StageChanges } from './a-deployment.ts';

const keys = { old: new Uint8Array(32).fill(1), next: new Uint8Array(32).fill(2), lost: new Uint8Array(32).fill(3) };
const programs = requirePrograms();

(programs === undefined ? describe.skip : describe)('sealing anew after a key was added', () => {
  let cluster: PostgresCluster;
  let connectionString: string;
  let client: pg.Client;
  const stores: Store[] = [];

  const open = async (...sealingKeys: readonly Uint8Array[]): Promise<Store> => {
    const store = await openPostgresStore({ connectionString, poolSize: 4, sealingKeys });
    stores.push(store);
    return store;
  };
  const reseal = (...sealingKeys: readonly Uint8Array[]) => resealPostgres({ connectionString, sealingKeys });
  const withSecret = (changes: StageChanges = {}): DeploymentRecord => {
    const record = aDeployment(changes);
    const password = Buffer.from(`password of ${record.id}`).toString('base64');
    // U+0000 may stand in a ConfigMap, and no JSON function of the database takes it.
    const settings = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'shop' },
      data: { a: '\u0000"sealed":{"key":"' },
    };
    const objects = [
      anObject(),
      aSecret('login', { data: { password } }),
      { object: settings, treatment: 'applied' as const, restoredByAbort: false },
    ];
    return { ...record, plan: { ...record.plan, objects } };
  };
  const kept = async (store: Store, count: number): Promise<readonly DeploymentRecord[]> => {
    const records = Array.from({ length: count }, () => withSecret());
    for (const record of records) await store.create(record, [rollout(record.id)]);
    return records;
  };
  const fingerprintOf = async (key: Uint8Array): Promise<string> => (await reseal(key)).fingerprints[0] ?? '';

  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await PostgresCluster.start(programs);
  }, 60_000);
  beforeEach(async () => {
    connectionString = await cluster.createDatabase();
    client = new pg.Client(connectionString);
    await client.connect();
  });
  afterEach(async () => {
    await Promise.all([client.end(), ...stores.splice(0).map((store) => store.close())]);
  });
  afterAll(() => cluster.remove(), 60_000);

  it('lets the old key go: all of it opens under the new one alone, ended deployments too, and nothing else has changed', async () => {
    const before = await open(keys.old);
    const records = await kept(before, 45);
    const [first] = records;
    if (first !== undefined) await before.end(ended(first));
    const dump = async (): Promise<readonly object[]> => {
      const { rows } = await client.query<object>('select * from deployments order by id');
      return rows.map((row) => ({ ...row, plan: '' }));
    };
    const elsewhere = await dump();
    expect(await reseal(keys.next, keys.old)).toMatchObject({ resealed: 45, left: new Map(), damaged: [] });
    const after = await open(keys.next);
    for (const { id, plan } of records) expect((await after.read(id))?.plan).toEqual(plan);
    expect(await dump()).toEqual(elsewhere);
    expect(await reseal(keys.next)).toMatchObject({ resealed: 0, left: new Map(), damaged: [] });
  });

  it('goes on while deployments are made and led by replicas of the old and of the new order of keys, and twice at once', async () => {
    const [older, newer] = [await open(keys.old, keys.next), await open(keys.next, keys.old)];
    const records = [...(await kept(older, 30))];
    const made = async (store: Store): Promise<void> => {
      records.push(...(await kept(store, 30)));
    };
    let saved = 0;
    const led = async (replica: string, store: Store): Promise<void> => {
      for (const id of await store.claim(replica, 60_000, 20)) {
        const record = await store.read(id);
        if (record === undefined) continue;
        await store.save(replica, { ...record, summary: `seen by ${replica}` });
        saved += 1;
      }
    };
    await Promise.all([
      ...[reseal(keys.next, keys.old), reseal(keys.next, keys.old)],
      ...[made(older), made(newer), led('older', older), led('newer', newer)],
    ]);
    expect((await reseal(keys.next, keys.old)).left).toEqual(new Map());
    const alone = await open(keys.next);
    const found = await Promise.all(records.map(({ id }) => alone.read(id)));
    expect(found.map((record) => record?.plan)).toEqual(records.map(({ plan }) => plan));
    expect(found.filter((record) => record?.summary.startsWith('seen by'))).toHaveLength(saved);
    expect(saved).toBeGreaterThan(0);
  });

  it('can be stopped anywhere and run again: what is done is not done twice', async () => {
    const records = await kept(await open(keys.old), 25);
    // As far as it came when somebody ended it.
    await client.query(`create table put_aside as select id, plan from deployments order by id offset 10`);
    await client.query(`update deployments set plan = '{"objects":[]}' where id in (select id from put_aside)`);
    expect((await reseal(keys.next, keys.old)).resealed).toBe(10);
    await client.query(`update deployments d set plan = p.plan from put_aside p where p.id = d.id`);
    expect((await reseal(keys.next, keys.old)).resealed).toBe(15);
    const alone = await open(keys.next);
    for (const { id, plan } of records) expect((await alone.read(id))?.plan).toEqual(plan);
  });

  it('names a key that is lost, and how much is sealed under it, and does the rest', async () => {
    await kept(await open(keys.lost), 3);
    await kept(await open(keys.old), 2);
    const { resealed, left } = await reseal(keys.next, keys.old);
    expect([resealed, left]).toEqual([2, new Map([[await fingerprintOf(keys.lost), 3]])]);
  });

  it('passes over what was changed, and names the deployment', async () => {
    const [record] = await kept(await open(keys.old), 1);
    await client.query(`update deployments set plan = replace(plan::text, '"content":"', '"content":"AAAA')::json`);
    expect(await reseal(keys.next, keys.old)).toMatchObject({ resealed: 0, left: new Map(), damaged: [record?.id] });
  });

  it('leaves a replica with only the old key behind: it can not open what is sealed under the new one, and says which it has', async () => {
    const behind = await open(keys.old);
    const [record] = await kept(await open(keys.next, keys.old), 1);
    const [old, next] = [await fingerprintOf(keys.old), await fingerprintOf(keys.next)];
    await expect(behind.read(record?.id ?? '')).rejects.toMatchObject({
      name: 'SealingKeyWrong',
      message: `Secret login in shop was sealed under the key with fingerprint ${next}; this service has ${old}.`,
    });
  });

  it('is a command, which says what is left and ends with 1, or what can be taken out and ends with 0', async () => {
    const files = new ConfigurationFiles();
    const keyFile = (name: keyof typeof keys) => files.write(name, Buffer.from(keys[name]).toString('base64'));
    await kept(await open(keys.old), 2);
    const command = async (
      ...names: readonly (keyof typeof keys)[]
    ): Promise<readonly [number | undefined, string]> => {
      const text = stringify({
        publicUrl: 'http://gennaker.gennaker.svc:8081',
        orca: {
          url: 'http://127.0.0.1:1',
          readAs: 'reader',
          bearerFiles: [files.write('bearer', 'the-bearer-of-orca')],
        },
        access: 'open',
        postgres: { urlFile: files.write('url', connectionString) },
        accounts: [{ name: 'prod', kubeconfig: files.path('absent') }],
        ...(names.length === 0 ? {} : { sealingKeyFiles: names.map(keyFile) }),
      });
      const gennaker = new GennakerProcess(['reseal', '--config', files.write('gennaker.yaml', text)]);
      return [await gennaker.exit(), [...gennaker.output, ...gennaker.errors].join('\n')];
    };
    const [old, next] = [await fingerprintOf(keys.old), await fingerprintOf(keys.next)];
    expect(await command()).toEqual([1, 'There is no sealing key to seal under: name one in sealingKeyFiles.']);
    expect(await command('next')).toEqual([
      1,
      `0 deployments are sealed anew under the first key, ${next}.\n2 deployments are left under the key with fingerprint ${old}, which is not among these (${next}).`,
    ]);
    expect(await command('next', 'old')).toEqual([
      0,
      `2 deployments are sealed anew under the first key, ${next}.\nNothing needs ${old} any more: leave out its file, and restart.`,
    ]);
    files.remove();
  }, 60_000);
});
