import { requirePrograms } from '../postgres/programs.ts';
import type { Traces } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { playKilled } from './kills.ts';
import type { Killed } from './kills.ts';
import { Budget, mode } from './mode.ts';
import { all, Stand, tracesOf } from './stand.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = (mode.seconds + 120) * 1000;

const table = ({ usual, disturbed }: Killed): Readonly<Record<string, Traces>> => tracesOf([usual, ...disturbed]);
const each = ({ usual, disturbed }: Killed, traces: Traces): Readonly<Record<string, Traces>> =>
  all([usual, ...disturbed], traces);

(programs === undefined ? describe.skip : describe)(
  `the service, killed at every point between POST and outcome (${mode.name} mode, GENNAKER_SEED=${seed})`,
  () => {
    let stand: Stand;
    let runs: Readonly<Record<'alone' | 'aborting' | 'two' | 'defining', Killed>>;

    beforeAll(async () => {
      const budget = new Budget(mode.seconds);
      stand = await Stand.start(programs ?? '');
      const share = Math.ceil(mode.kills / 4);
      const [alone, aborting, two, defining] = await Promise.all([
        playKilled(stand, budget, { replicas: 1, action: 'approve', lanes: 2, kills: share }),
        playKilled(stand, budget, { replicas: 1, action: 'abort', lanes: 2, kills: share }),
        playKilled(stand, budget, { replicas: 2, action: 'approve', lanes: 2, kills: share }),
        playKilled(stand, budget, { replicas: 1, action: 'approve', lanes: 2, kills: share, defining: true }),
      ]);
      runs = { alone, aborting, two, defining };
    }, patience);
    afterAll(() => stand.close(), patience);

    it('and started again, applies everything once, and loses no approval', () => {
      expect(table(runs.alone)).toEqual(each(runs.alone, approved));
    });

    it('and started again in the middle of an abort, puts the stable version back', () => {
      expect(table(runs.aborting)).toEqual(each(runs.aborting, aborted));
    });

    it('between a definition, what it defines, and the Rollout, applies each of them once', () => {
      const applied = { CustomResourceDefinition: 1, Widget: 1, ...approved.applied };
      expect(table(runs.defining)).toEqual(each(runs.defining, { ...approved, applied }));
    });

    it('as one of two replicas, is replaced by the other, and Orca does not notice', () => {
      expect(table(runs.two)).toEqual(each(runs.two, approved));
    });

    it(`was killed at least ${mode.least === 1 ? 'once' : `${mode.least} times`}`, () => {
      const played = Object.values(runs).flatMap(({ disturbed }) => disturbed);
      const count = played.filter(({ disturbed }) => disturbed).length;
      process.stderr.write(`faults: ${count} kills of ${played.length} tries (GENNAKER_SEED=${seed})\n`);
      if (count < mode.least)
        throw new Error(
          `Only ${count} kills were done in ${mode.seconds} s, and ${mode.name} mode wants ${mode.least}: give it more time by GENNAKER_FAULTS_SECONDS, or a quieter machine.`,
        );
    });
  },
);
