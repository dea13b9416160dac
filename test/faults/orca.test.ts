import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import { alice } from '../stage/people.ts';
import { deploymentOf, failingBranch, stageOf, until, untilDeployment } from '../stage/pipeline.ts';
import type { Running } from '../stage/pipeline.ts';
import { seed } from '../stage/seeded.ts';
import { Stand } from './stand.ts';
import { approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;
const minutes = 60_000;

(programs === undefined ? describe.skip : describe)(`Orca (GENNAKER_SEED=${seed})`, () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await Stand.start(programs ?? '');
  }, patience);
  afterAll(() => stand.close(), patience);

  const running = (run: Running | undefined): Running => {
    if (run === undefined) throw new Error('It runs.');
    return run;
  };

  it.concurrent(
    'is down for ten minutes: a decision is carried out meanwhile, and it is told the outcome when it is back',
    async () => {
      const databaseUrl = await stand.postgres.createDatabase();
      const { world, rehearsals } = await stand.lane({ databaseUrl });
      const [replica] = world.replicas;
      const deed = async (run: Running | undefined): Promise<void> => {
        await world.orca.kill();
        replica?.setClock(10 * minutes);
        await until(
          'the silence is noticed',
          async () => {
            // Again and again: polls of before are written a moment after they came.
            await passInDatabase(databaseUrl, 10);
            return replica?.log.find((line) => line.includes('Orca is not asking'));
          },
          60,
        );
        const id = await deploymentOf(world, running(run));
        expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
        await untilDeployment(world, id, ({ outcome }) => outcome === 'succeeded');
        expect(await world.as(alice).deployment(id)).toMatchObject({ orca: 'silent' });
        await world.orca.resume();
      };
      const { traces } = await rehearsals.play(new Deed(world, { name: 'down', at: 'waiting', deed, first: true }));
      expect(traces).toEqual(approved);
    },
    patience,
  );

  it.concurrent(
    'ends our stage without a word, since another branch fails: the rollout goes on to its outcome',
    async () => {
      const { world, rehearsals } = await stand.lane({ beside: failingBranch });
      const deed = async (run: Running | undefined): Promise<void> => {
        expect((await world.orca.finished(running(run).executionId)).status).toBe('TERMINAL');
      };
      const { traces } = await rehearsals.play(new Deed(world, { name: 'branch', at: 'waiting', deed, first: true }));
      expect(traces).toEqual({ ...approved, inOrca: 'TERMINAL' });
    },
    patience,
  );

  it.concurrent(
    'gives our stage up after its timeout, and calls cancel: nobody chose that, and the rollout goes on to its outcome',
    async () => {
      const { world, rehearsals } = await stand.lane();
      const deed = async (run: Running | undefined): Promise<void> => {
        const { executionId, stageId } = running(run);
        world.orca.patchStage(executionId, stageId, { stageTimeoutMs: 1 });
        const ended = await world.orca.finished(executionId);
        expect(textAt(stageOf(ended).context, 'exception', 'details', 'error')).toBeDefined();
        expect(JSON.stringify(stageOf(ended).context)).toContain('timed out');
        await until('the cancel call', () => world.replicas[0]?.log.find((line) => line.includes('cancel call')));
        await pause(1000);
      };
      const { traces } = await rehearsals.play(new Deed(world, { name: 'timeout', at: 'waiting', deed, first: true }));
      expect(traces).toEqual({ ...approved, inOrca: 'TERMINAL' });
    },
    patience,
  );
});

/** What the database's clock has to do with polls is their age: they are made as old. */
async function passInDatabase(url: string, count: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const [table, column] of [
    ['deployments', 'created_at'],
    ['polls', 'polled_at'],
  ] as const)
    await client.query(`update ${table} set ${column} = least(${column}, now() - interval '${count} minutes')`);
  await client.end();
}
