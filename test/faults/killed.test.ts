import { sharedCluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import type { Traces } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { Kills } from './kills.ts';
import type { Killed } from './kills.ts';
import { Budget, mode } from './mode.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;

/** All runs at once, so that a failure shows at which moments it went wrong. */
const tableOf = ({ usual, disturbed }: Killed): Readonly<Record<string, Traces>> =>
  Object.fromEntries([usual, ...disturbed].map(({ moment, traces }) => [moment, traces]));
const each = (killed: Killed, traces: Traces): Readonly<Record<string, Traces>> =>
  Object.fromEntries(Object.keys(tableOf(killed)).map((moment) => [moment, traces]));

(programs === undefined ? describe.skip : describe)(
  `the service, killed at every point between POST and outcome (${mode.name} mode, GENNAKER_SEED=${seed})`,
  () => {
    let postgres: PostgresCluster;
    let kills: Kills;
    let runs: { readonly alone: Killed; readonly aborting: Killed; readonly two: Killed };

    beforeAll(async () => {
      const budget = new Budget(mode.seconds);
      postgres = await PostgresCluster.start(programs ?? '');
      kills = new Kills(await sharedCluster(), postgres, budget);
      const share = Math.ceil(mode.kills / 3);
      const [alone, aborting, two] = await Promise.all([
        kills.play({ replicas: 1, action: 'approve', lanes: 5, kills: share }),
        kills.play({ replicas: 1, action: 'abort', lanes: 5, kills: share }),
        kills.play({ replicas: 2, action: 'approve', lanes: 4, kills: share }),
      ]);
      runs = { alone, aborting, two };
    }, patience);
    afterAll(async () => {
      await kills.close();
      await postgres.remove();
    }, patience);

    it('and started again, applies everything once, and loses no approval', () => {
      expect(tableOf(runs.alone)).toEqual(each(runs.alone, approved));
    });

    it('and started again in the middle of an abort, puts the stable version back', () => {
      expect(tableOf(runs.aborting)).toEqual(each(runs.aborting, aborted));
    });

    it('as one of two replicas, is replaced by the other, and Orca does not notice', () => {
      expect(tableOf(runs.two)).toEqual(each(runs.two, approved));
    });

    it(`was killed at least ${mode.least === 1 ? 'once' : `${mode.least} times`}`, () => {
      const played = Object.values(runs).flatMap(({ disturbed }) => disturbed);
      const count = played.filter(({ killed }) => killed).length;
      process.stderr.write(
        `faults: ${count} kills of ${played.length} tries, each with the outcome of the undisturbed run (GENNAKER_SEED=${seed})\n`,
      );
      if (count < mode.least)
        throw new Error(
          `Only ${count} kills were done in ${mode.seconds} s, and ${mode.name} mode wants ${mode.least}: give it more time by GENNAKER_FAULTS_SECONDS, or a quieter machine.`,
        );
    });
  },
);
