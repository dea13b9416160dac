import type { Moment } from './crash.ts';
import { numbersFrom, seed } from './seeded.ts';
import type { Effect } from './wire.ts';

/** The answer to a statement that holds all of the words. */
function database(name: string, ...words: readonly string[]): Moment {
  const fits = ({ where, what }: Effect): boolean => where === 'database' && words.every((word) => what.includes(word));
  return { name, kind: 'effect', fits };
}

function cluster(name: string, pattern: RegExp): Moment {
  const fits = ({ where, what, status }: Effect): boolean => where === 'cluster' && status < 300 && pattern.test(what);
  return { name, kind: 'effect', fits };
}

const save = 'update "deployments"';
const applyOf = (kind: string): RegExp => new RegExp(`^PATCH \\S+/${kind}/(?!\\S*dryRun=)\\S*force=true`);

/** What is written while a deployment begins, in its order. */
export const beginning: readonly Moment[] = [
  database('the attempt is taken, in a transaction that is open', 'insert into "attempts"'),
  database('the deployment is written down', 'commit'),
  { name: 'Orca has its 202', kind: 'answered', call: 'start' },
  cluster('a Rollout was tried out', /rollouts\/\S*dryRun=/),
];

/** What is written until it waits. */
export const rollingOut: readonly Moment[] = [
  database('what ran before is kept', save, 'applying'),
  cluster('the ConfigMap is applied', applyOf('configmaps')),
  cluster('the Service is applied', applyOf('services')),
  cluster('the Rollout is applied', applyOf('rollouts')),
  database('what was applied is kept', save, 'binding'),
  database('the pod hash is kept', save, 'podHash'),
  database('it is known to wait', save, 'for approval'),
];

export const approving: readonly Moment[] = [
  database('an approval is written down', 'insert into decisions', 'approve'),
  cluster('the approved step is let go', /\/status\?.*pauseConditions/),
  database('the approval is settled, in a transaction that is open', 'update "decisions"', 'done'),
  { name: 'the person has the answer', kind: 'answered', call: 'decision' },
  database('the success is kept, in a transaction that is open', save, 'SUCCEEDED'),
];

export const aborting: readonly Moment[] = [
  database('an abort is written down', 'insert into decisions', 'abort'),
  database('the end that was chosen is kept', save, '"ending"'),
  cluster('the Rollout is told to abort', /\/status\?.*"abort":true/),
  cluster('the template is put back', /rollouts\/\S*force=true.*"uid"/),
  database('the failure is kept, in a transaction that is open', save, 'FAILED'),
  database('the abort is settled', 'update "decisions"', 'done'),
];

const random = numbersFrom(seed);

/** Shares of a run, one in each slice of it: at random, and yet all over. */
export function times(count: number, [from, to]: readonly [number, number]): readonly Moment[] {
  return Array.from({ length: count }, (_, index) => {
    const share = from + ((to - from) * (index + random())) / count;
    return { name: `${(share * 100).toFixed(1)} % of the usual time have passed`, kind: 'time', share };
  });
}
