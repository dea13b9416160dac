import { defaultTimings } from '../../backend-stub/control-plane/argo-rollouts/timings.ts';
import { defaultCallTimes } from '../../backend-stub/reconcile/approver-calls.ts';
import { defaultLoopTimes } from '../../backend-stub/reconcile/loop.ts';
import { read } from '../architecture/tracked-files.ts';
import { retriedWorks } from '../monitoring/vocabulary.ts';

const section = read('docs/operate.md').split('## How long things are tried again')[1]?.split('\n## ')[0] ?? '';
const rows = section.split('\n').filter((line) => line.startsWith('| '));

/** The row that begins with these words, with single spaces. */
function row(words: string): string {
  const found = rows.find((line) => line.startsWith(`| ${words}`));
  return (found ?? `There is no row "${words}".`).replaceAll(/ +/g, ' ');
}

/** A number that is the code's own affair, in milliseconds. */
function literal(file: string, pattern: RegExp): number {
  const found = pattern.exec(read(`backend-stub/${file}`))?.[1];
  if (found === undefined) throw new Error(`${file} does not say ${pattern.source}.`);
  return Number(found.replaceAll('_', ''));
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

describe('docs/operate.md says how long things are tried again', () => {
  it('of everything that is counted as tried again', () => {
    const told = rows.flatMap((line) => /^\| `([^`]+)`:/.exec(line)?.[1] ?? []);
    expect([...told].sort()).toEqual([...retriedWorks].sort());
  });

  it('a look at a deployment', () => {
    const least = literal('reconcile/worker.ts', /patience = \{ least: ([\d_]+)/);
    const most = literal('reconcile/worker.ts', /patience = \{ .* most: ([\d_]+)/);
    expect(row('`deployment`')).toContain(`| ${seconds(least)}, up to ${seconds(most)} |`);
  });

  it('taking and keeping deployments', () => {
    const { tickMilliseconds } = defaultLoopTimes;
    const most = literal('reconcile/loop.ts', /mostTicks = ([\d_]+)/) * tickMilliseconds;
    expect(row('`leases`')).toContain(`| ${seconds(tickMilliseconds)}, up to ${seconds(most)} |`);
  });

  it('reading status lines', () => {
    const pause = literal('reconcile/status-board.ts', /refreshMilliseconds \?\? ([\d_]+)/);
    const most = literal('reconcile/status-board.ts', /most: ([\d_]+) \* pause/) * pause;
    expect(row('`status lines`')).toContain(`| ${seconds(pause)}, up to ${seconds(most)} |`);
  });

  it('reading an execution about which Orca does not ask', () => {
    const { silenceMilliseconds } = defaultLoopTimes;
    const share = literal('reconcile/loop.ts', /silenceMilliseconds \/ ([\d_]+)/);
    expect(row('`execution`')).toContain(`after ${silenceMilliseconds / 60_000} minutes without a poll`);
    expect(row('`execution`')).toContain(`| ${seconds(silenceMilliseconds / share)} |`);
  });

  it('calling approvers', () => {
    const { pausesMilliseconds } = defaultCallTimes;
    expect(row('`approver call`')).toContain(`| ${pausesMilliseconds.map(seconds).join(', ')} |`);
    expect(row('`approver call`')).toContain(`${pausesMilliseconds.length + 1} tries`);
  });

  it('watching rollouts', () => {
    const { leastBackoff, mostBackoff, broken } = defaultTimings;
    expect(row('`watch`')).toContain(`| ${seconds(leastBackoff)}, up to ${seconds(mostBackoff)} |`);
    expect(row('`watch`')).toContain(`After ${seconds(broken)} without it`);
  });

  it('what people asked to give back', () => {
    const least = literal('reconcile/give-backs.ts', /patience = \{ least: ([\d_]+)/);
    const most = literal('reconcile/give-backs.ts', /patience = \{ .* most: ([\d_]+)/);
    expect(row('`give-back`')).toContain(`| ${seconds(least)}, up to ${seconds(most)} |`);
    const betweenLooks = literal('reconcile/give-back.ts', /betweenLooks = ([\d_]+)/);
    expect(row('`give-back`')).toContain(`every ${seconds(betweenLooks)} meanwhile`);
  });

  it('a decision', () => {
    const patience = literal('reconcile/patch-rollouts.ts', /patience = ([\d_]+)/);
    expect(row('a decision')).toContain(`has not kept for ${patience} s has failed`);
  });

  it('a read of a service or of a cluster', () => {
    const client = 'spinnaker/service-client.ts';
    const least = literal(client, /pass\(([\d_]+) \+ Math\.random\(\)/);
    const most = least + literal(client, /Math\.random\(\) \* ([\d_]+)/);
    const within = seconds(literal(client, /defaultTimeout = ([\d_]+)/));
    const ofClouddriver = seconds(literal('compose.ts', /timeoutMilliseconds: ([\d_]+)/));
    expect(row('a read of Orca')).toContain(`| ${least} to ${most} ms |`);
    expect(row('a read of Orca')).toContain(`within the same ${within} (Clouddriver: ${ofClouddriver})`);
    expect(row('a read of a cluster')).toContain(`within the same ${seconds(defaultTimings.call)} `);
  });
});
