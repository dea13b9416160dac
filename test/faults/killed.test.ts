import { sharedCluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import type { Moment } from '../stage/crash.ts';
import { aborting, approving, beginning, rollingOut, times } from '../stage/moments.ts';
import { Rehearsals } from '../stage/rehearsal.ts';
import type { Rehearsed, Traces } from '../stage/rehearsal.ts';
import { startReplicas } from '../stage/replicas.ts';
import type { Replicas } from '../stage/replicas.ts';
import { seed } from '../stage/seeded.ts';

const programs = requirePrograms();
const patience = 300_000;

/** All runs at once, so that a failure shows at which moments it went wrong. */
const tableOf = (played: readonly Rehearsed[]): Readonly<Record<string, Traces>> =>
  Object.fromEntries(played.map(({ moment, traces }) => [moment, traces]));

(programs === undefined ? describe.skip : describe)(`the service, killed (GENNAKER_SEED=${seed})`, () => {
  let postgres: PostgresCluster;
  let worlds: Replicas[] = [];

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    await sharedCluster();
  }, patience);
  afterEach(async () => {
    await Promise.all(worlds.map((world) => world.close()));
    worlds = [];
  }, patience);
  afterAll(() => postgres.remove(), patience);

  interface Play {
    readonly replicas: 1 | 2;
    readonly action: 'approve' | 'abort';
    readonly moments: readonly Moment[];
    /** Worlds side by side, since most of a run is waiting. Each plays undisturbed first. */
    readonly lanes: number;
  }

  const play = async ({ replicas: count, action, moments, lanes }: Play): Promise<readonly Rehearsed[]> => {
    const cluster = await sharedCluster();
    const played = Array.from({ length: lanes }, async (_, lane) => {
      const databaseUrl = await postgres.createDatabase();
      const world = await startReplicas({ cluster, databaseUrl, count, leaseSeconds: 3 });
      worlds.push(world);
      const rehearsals = new Rehearsals(world, { action, name: `lane-${lane}` });
      await rehearsals.prepare();
      const usual = await rehearsals.play();
      const disturbed: Rehearsed[] = [];
      for (const moment of moments.filter((_moment, index) => index % lanes === lane))
        disturbed.push(await rehearsals.play(moment, usual.milliseconds));
      return [usual, ...disturbed];
    });
    // All have come to an end before the first failure is told, and the worlds are closed.
    await Promise.allSettled(played);
    return (await Promise.all(played)).flat();
  };

  const approved: Traces = {
    inOrca: 'SUCCEEDED',
    outcome: 'succeeded',
    applied: { ConfigMap: 1, Service: 1, Rollout: 1 },
    patched: 1,
    decisions: ['approve by alice@example.com: done'],
    told: ['Approving by alice@example.com.'],
    rollout: { generations: 1, replicaSets: 1, phase: 'Healthy', image: 'new' },
  };
  const aborted: Traces = {
    ...approved,
    inOrca: 'TERMINAL',
    outcome: 'aborted',
    decisions: ['abort by alice@example.com: done'],
    // When it was decided, and when it was done.
    told: ['Aborted by alice@example.com.', 'Aborted by alice@example.com.'],
    rollout: { generations: 2, replicaSets: 1, phase: 'Healthy', image: 'as before' },
  };
  const each = (played: readonly Rehearsed[], traces: Traces): Readonly<Record<string, Traces>> =>
    tableOf(played.map((one) => ({ ...one, traces })));

  it(
    'and started again, applies everything once, and loses no approval',
    async () => {
      const moments = [...times(12, [0, 1]), ...beginning, ...rollingOut, ...approving];
      const played = await play({ replicas: 1, action: 'approve', moments, lanes: 4 });
      expect(tableOf(played)).toEqual(each(played, approved));
    },
    patience,
  );

  it(
    'and started again in the middle of an abort, puts the stable version back',
    async () => {
      const moments = [...aborting, ...times(6, [0.3, 1])];
      const played = await play({ replicas: 1, action: 'abort', moments, lanes: 4 });
      expect(tableOf(played)).toEqual(each(played, aborted));
    },
    patience,
  );

  it(
    'as one of two replicas, is replaced by the other, and Orca does not notice',
    async () => {
      const moments = [...rollingOut, ...approving];
      const played = await play({ replicas: 2, action: 'approve', moments, lanes: 3 });
      expect(tableOf(played)).toEqual(each(played, approved));
    },
    patience,
  );
});
