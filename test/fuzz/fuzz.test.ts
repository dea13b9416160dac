import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedCluster } from '../cluster/cluster.ts';
import { tokenOf } from '../cluster/credentials.ts';
import { RealIssuer, audience } from '../oidc/issuer.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { deployment } from '../stage/manifests.ts';
import type { People } from '../stage/people-client.ts';
import { administrator, alice, executor, reader, stranger } from '../stage/people.ts';
import { approval, deploymentOf, progressiveStage, stageOf, secondVersion, until, weight } from '../stage/pipeline.ts';
import { startReplicas } from '../stage/replicas.ts';
import type { Replicas } from '../stage/replicas.ts';
import { seed } from '../stage/seeded.ts';
import { account } from '../stage/world.ts';
import { fuzz, schemathesis } from './schemathesis.ts';
import type { FuzzCaller, FuzzWorld, Fuzzed } from './schemathesis.ts';

const programs = requirePrograms();
const program = programs === undefined ? undefined : await schemathesis();
/** For each operation: somewhat more than make the 20,000 requests that are asked for. */
const examples = Number(process.env['GENNAKER_FUZZ_EXAMPLES'] ?? 200);
/** Of both listeners together. */
const leastRequests = examples * 100;

(program === undefined ? describe.skip : describe)(
  `the service, asked by its own OpenAPI (GENNAKER_SEED=${seed})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gennaker-fuzz-'));
    let postgres: PostgresCluster;
    let issuer: RealIssuer;
    let world: Replicas;
    let shown: string;
    let hidden: string;
    let fuzzed: readonly Fuzzed[];

    beforeAll(async () => {
      postgres = await PostgresCluster.start(programs ?? '');
      const databaseUrl = await postgres.createDatabase();
      issuer = await RealIssuer.start(machines.map(({ id, tenant }) => ({ id, claims: { tenant } })));
      const oidc = {
        ...{ issuer: issuer.url, audience },
        machines: machines.map(({ id, serviceAccount }) => ({ subject: id, serviceAccount })),
      };
      world = await startReplicas({ cluster: await sharedCluster(), databaseUrl, count: 1, leaseSeconds: 15, oidc });
      shown = (await secondVersion(world, 'shown', { steps: [weight(50), approval] })).id;
      hidden = await startHidden(world);
      const [replica] = world.replicas;
      if (replica === undefined) throw new Error('There is one.');
      const secrets = [world.token, databaseUrl, tokenOf('driver'), 'at Object.', 'node_modules', '127.0.0.1'];
      const vault = [hidden, 'hidden-workload', 'vault'];
      const people: readonly FuzzCaller[] = [
        person(alice, [...secrets, ...vault]),
        person(reader, [...secrets, ...vault]),
        person(executor, [...secrets, ...vault]),
        person(stranger, [...secrets, ...vault, shown, 'shown', account]),
        { name: 'nobody', headers: {}, hidden: [...secrets, ...vault, shown, 'shown', account] },
      ];
      const execution = world.orca.start({
        application: 'shop',
        name: 'x',
        user: alice,
        stages: [progressiveStage({ manifest: version('orca') })],
      });
      const spin = {
        Authorization: `Bearer ${world.token}`,
        'X-Spin-Execution-Id': execution.id,
        'X-Spin-Stage-Id': stageOf(execution).id,
        'X-Spin-Attempt': '1',
        'X-Spin-Application': 'shop',
        'X-Spin-Run-As': alice,
      };
      // Where to poll and where to get a token are addresses of this machine here.
      const beside = secrets.filter((word) => word !== '127.0.0.1');
      const unseen = [...beside, ...vault, shown, account];
      const orca: readonly FuzzCaller[] = [
        { name: 'orca', headers: spin, hidden: beside },
        {
          name: 'pretender',
          headers: { ...spin, 'X-Spin-Application': 'vault', 'X-Spin-Run-As': administrator },
          hidden: beside,
        },
        { name: 'thief', headers: { ...spin, Authorization: 'Bearer of-another-time' }, hidden: unseen },
        machine('ci', await issuer.token('ci'), [...beside, ...vault]),
        machine('elsewhere', await issuer.token('elsewhere'), unseen),
        machine('outsider', await issuer.token('outsider'), unseen),
      ];
      const told = (name: string, callers: readonly FuzzCaller[]): FuzzWorld => ({
        seed,
        callers,
        ids: [shown, hidden, '00000000-0000-0000-0000-000000000000'],
        countFile: join(folder, name),
      });
      fuzzed = await Promise.all([
        fuzz(program ?? '', { url: replica.peopleUrl, world: told('people', people), examples }),
        fuzz(program ?? '', { url: replica.orcaUrl, world: told('orca', orca), examples }),
      ]);
    }, 900_000);
    afterAll(async () => {
      await world.close();
      await issuer.down();
      await postgres.remove();
      rmSync(folder, { recursive: true, force: true });
    }, 120_000);

    it('never faults, never hangs, keeps to its schema, and tells nobody more than he may know', () => {
      for (const { status, output } of fuzzed) expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    });

    it(`is asked at least ${leastRequests} times`, () => {
      const all = fuzzed.reduce((sum, { requests }) => sum + requests, 0);
      process.stdout.write(`fuzzing: ${all} requests (GENNAKER_SEED=${seed})\n`);
      expect(all).toBeGreaterThanOrEqual(leastRequests);
    });

    it('answers as ever afterwards, and has logged no fault', async () => {
      expect(await world.as(reader).deployment(shown)).toMatchObject({ id: shown });
      expect(world.replicas.flatMap(({ log }) => log.filter((line) => /a call failed/.test(line)))).toEqual([]);
    });
  },
);

const version = (name: string): string => deployment(name, { replicas: 1, image: `registry.example.com/${name}:1` });

const person = (name: string, hidden: readonly string[]): FuzzCaller => ({
  name,
  headers: { 'X-SPINNAKER-USER': name },
  hidden,
});

/** Of the tenant of the account, of another one though an admin, and of somebody who may nothing. */
const machines = [
  { id: 'ci', tenant: 'default', serviceAccount: alice },
  { id: 'elsewhere', tenant: 'example/other', serviceAccount: administrator },
  { id: 'outsider', tenant: 'default', serviceAccount: stranger },
] as const;

const machine = (name: string, token: string, hidden: readonly string[]): FuzzCaller => ({
  name,
  headers: { Authorization: `Bearer ${token}` },
  hidden,
});

/** A deployment of an application that only the administrator may see. */
async function startHidden(world: Replicas): Promise<string> {
  const stages = [progressiveStage({ manifest: version('hidden-workload'), steps: [weight(50), approval] })];
  const execution = world.orca.start({ application: 'vault', name: 'hidden', user: administrator, stages });
  const id = await deploymentOf(world, { executionId: execution.id, stageId: stageOf(execution).id });
  const person: People = world.as(administrator);
  await until('the hidden deployment is under way', async () =>
    (await person.deployment(id)).phase === undefined ? undefined : true,
  );
  return id;
}
