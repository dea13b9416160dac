import { workloadForms } from '../../backend-stub/contract/deployment.ts';
import type { WorkloadForm } from '../../backend-stub/contract/deployment.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { playAdoption } from '../stage/adoption-run.ts';
import type { Left, Played } from '../stage/adoption-run.ts';
import { Crash } from '../stage/crash.ts';
import { drawn, everyPoint, times } from '../stage/moments.ts';
import type { Moment } from '../stage/moments.ts';
import { startReplicas } from '../stage/replicas.ts';
import type { Replicas } from '../stage/replicas.ts';
import { numbersFrom, seed } from '../stage/seeded.ts';
import { Budget, mode } from './mode.ts';
import { Stand } from './stand.ts';

const programs = requirePrograms();
const patience = 600_000;
/** How many runs are asked for, half of them by reference: with an autoscaler and without, gone on with and canceled, in turn. */
const runs = mode.adoptions;
const lanes = 3;
/** In milliseconds, from when the Rollout stands beside to when all is long over. */
const latestCancel = 1500;

const takenOver = { deployment: 0, rollout: 4 } as const;
const asBefore = { deployment: 4, rollout: undefined } as const;
const random = numbersFrom(seed);

/** One of the two ends, and with the autoscaler at whatever has the pods. */
function endOf({ left }: Played): string {
  const { deployment, rollout, autoscaler = 'none' } = left;
  const aimed = (kind: string): boolean => autoscaler === 'none' || autoscaler === kind;
  if (deployment === takenOver.deployment && rollout === takenOver.rollout && aimed('Rollout')) return 'taken over';
  if (deployment === asBefore.deployment && rollout === asBefore.rollout && aimed('Deployment')) return 'as before';
  return JSON.stringify(left);
}

type Run = Played & { readonly canceled: boolean; readonly workload: WorkloadForm };

/** A Deployment that stays has the new version written into it, and any other one is left as it was. */
const images: Readonly<Record<WorkloadForm, string>> = {
  rollout: 'registry.example.com/web:1',
  deployment: 'registry.example.com/web:2',
};

interface Due {
  readonly moment: Moment;
  readonly workload: WorkloadForm;
  /** Milliseconds that such a run takes. */
  readonly usual: number;
}

/** As many of each form, in an order of chance. */
function momentsOf(undisturbed: readonly Run[]): Due[] {
  const share = runs / undisturbed.length;
  const dues = undisturbed.flatMap(({ effects, milliseconds: usual, workload }) =>
    drawn([...everyPoint(effects), ...times(share)], share).map((moment) => ({ moment, workload, usual })),
  );
  return [...drawn(dues, dues.length)];
}

(programs === undefined ? describe.skip : describe)(
  `a Deployment that is taken over by a service that is killed (${mode.name} mode, GENNAKER_SEED=${seed})`,
  () => {
    let stand: Stand;
    const undisturbed: Run[] = [];
    const played: Run[] = [];

    beforeAll(async () => {
      const budget = new Budget(mode.seconds);
      stand = await Stand.start(programs ?? '');
      const worlds = await Promise.all(Array.from({ length: lanes }, () => world(stand)));
      const [first] = worlds;
      if (first === undefined) throw new RangeError('There are no lanes.');
      for (const workload of workloadForms)
        undisturbed.push({
          ...(await playAdoption(first, { name: `undisturbed-${workload}`, autoscaler: true, workload })),
          ...{ workload, canceled: false },
        });
      const moments = momentsOf(undisturbed);
      const next = (): (Due & { number: number }) | undefined => {
        const due = budget.isSpent ? undefined : moments.shift();
        return due === undefined ? undefined : { ...due, number: runs - moments.length };
      };
      const goOn = async (lane: Replicas): Promise<void> => {
        for (let due = next(); due !== undefined; due = next()) {
          const { workload, moment, usual, number } = due;
          const canceled = number % 3 === 0;
          const run = { name: `run-${number}`, autoscaler: number % 2 === 0, ...(canceled ? cancelSometime() : {}) };
          const one = await playAdoption(lane, { ...run, workload }, new Crash(lane, moment, usual));
          played.push({ ...one, ...{ workload, canceled } });
        }
      };
      const going = worlds.map(goOn);
      // All come to an end before the first failure is told.
      await Promise.allSettled(going);
      await Promise.all(going);
    }, patience);
    afterAll(() => stand.close(), patience);

    const cancelSometime = (): { readonly cancelAfter: number } => ({ cancelAfter: random() * latestCancel });
    const of = (canceled: boolean): readonly Run[] => played.filter((one) => one.canceled === canceled);
    const lefts = (all: readonly Played[], pick: (left: Left) => unknown): Readonly<Record<string, unknown>> =>
      Object.fromEntries(all.map(({ name, left }) => [name, pick(left)]));

    it.each(workloadForms)('is taken over and rolled on when nothing happens (%s)', (form) => {
      const found = undisturbed.find(({ workload }) => workload === form);
      if (found === undefined) throw new RangeError(`There was no run of ${form}.`);
      const { leastReady, mostPods, ...left } = found.left;
      expect(left).toEqual({ outcome: 'succeeded', ...takenOver, autoscaler: 'Rollout', image: images[form] });
      expect([leastReady >= 3, mostPods <= 8]).toEqual([true, true]);
    });

    it('is taken over and rolled on all the same', () => {
      expect(lefts(of(false), ({ outcome }) => outcome)).toEqual(lefts(of(false), () => 'succeeded'));
      expect(of(false).map(endOf)).toEqual(of(false).map(() => 'taken over'));
      expect(of(false).map(({ left }) => left.image)).toEqual(of(false).map(({ workload }) => images[workload]));
    });

    it('is taken over or as before, and nothing in between, where somebody cancels as well', () => {
      const between = of(true).filter((one) => !['taken over', 'as before'].includes(endOf(one)));
      expect(lefts(between, (left) => left)).toEqual({});
    });

    it('never has fewer ready pods than wanted less maxUnavailable, nor more than twice as many as wanted', () => {
      const outside = played.filter(({ left }) => left.leastReady < 3 || left.mostPods > 8);
      expect(lefts(outside, (left) => left)).toEqual({});
    });

    it('was killed, and how often', () => {
      const killed = played.filter(({ disturbed }) => disturbed).length;
      const ends = ['taken over', 'as before'].map(
        (end) => `${of(true).filter((one) => endOf(one) === end).length} ${end}`,
      );
      const byReference = played.filter(({ workload }) => workload === 'deployment').length;
      process.stderr.write(
        `faults: ${killed} kills in ${played.length} adoptions, ${byReference} of them by reference, of the canceled ones ${ends.join(', ')} (GENNAKER_SEED=${seed})\n`,
      );
      expect(killed).toBeGreaterThan(0);
    });
  },
);

async function world(stand: Stand): Promise<Replicas> {
  const replicas = await startReplicas({
    cluster: stand.cluster,
    databaseUrl: await stand.postgres.createDatabase(),
    count: 1,
    leaseSeconds: 3,
  });
  stand.onClose(() => replicas.close());
  return replicas;
}
