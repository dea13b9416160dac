import { canPin } from './processes.ts';
import { atLeast, explained } from './report.ts';
import type { Goal, Section } from './report.ts';
import { repetitions, sliceSeconds } from './status-answers.ts';
import type { Level } from './status-answers.ts';

const leastShare = 0.7;
/** What "flat" is taken to mean: a tenth is what two runs of the same thing differ by here. */
const leastFlat = 0.9;

export function statusSection(levels: readonly Level[]): Section {
  return {
    title: 'Status answers, the service beside a bare fastify route, one core each',
    head: [
      'open',
      'answers/s',
      'bare',
      'ratio',
      'per core-second',
      'bare',
      'ratio',
      'p99 ms',
      'bare',
      'busy',
      'bare',
      'cluster calls',
    ],
    rows: levels.map(({ open, service, bare, ratio, clusterCalls }) => [
      String(open),
      Math.round(service.perSecond),
      Math.round(bare.perSecond),
      ratio.perSecond,
      Math.round(service.perCoreSecond),
      Math.round(bare.perCoreSecond),
      ratio.perCoreSecond,
      service.p99,
      bare.p99,
      service.busy,
      bare.busy,
      clusterCalls,
    ]),
    goals: goals(levels),
    notes: notes(levels),
  };
}

function goals(levels: readonly Level[]): readonly Goal[] {
  const [first, last] = [levels[0], levels.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shares = levels.flatMap((level) => [
    explained(
      atLeast(`answers per second of the bare route, ${level.open} open`, level.ratio.perSecond, leastShare),
      cost(level),
    ),
    explained(
      atLeast(`the same per core-second, ${level.open} open`, level.ratio.perCoreSecond, leastShare),
      cost(level),
    ),
  ]);
  const flat = last.ratio.perCoreSecond / first.ratio.perCoreSecond;
  const calls = levels.reduce((sum, { clusterCalls }) => sum + clusterCalls, 0);
  const polls = levels.reduce((sum, level) => sum + level.polls, 0);
  return [
    ...shares,
    explained(
      atLeast(`ratio at ${last.open} over ratio at ${first.open}`, flat, leastFlat),
      'What grows with open deployments is beside the answers: leases and polls are written in the background.',
    ),
    {
      what: `cluster calls in ${polls} polls`,
      value: calls,
      goal: 'no more than the watches make by themselves: 0 a poll',
      met: calls / polls < 0.0001,
    },
  ];
}

function cost({ service, bare }: Level): string {
  const microseconds = (perCoreSecond: number): string => (1e6 / perCoreSecond).toFixed(1);
  return `An answer costs ${microseconds(service.perCoreSecond)} µs of processor time, and ${microseconds(bare.perCoreSecond)} µs on the bare route.`;
}

function notes(levels: readonly Level[]): readonly string[] {
  const quiet = levels.every(({ bare, service }) => Math.min(bare.busy, service.busy) > 0.9);
  return [
    'Bundled as npm run build does, PostgreSQL, bearer checked, ids in turn, 32 connections kept open; bare: the same URL, no hooks, one constant.',
    `Medians of ${repetitions} interleaved slices of ${sliceSeconds} s each; ratios are medians of neighbouring pairs. The deployments really wait: one was run to its`,
    'approval, and its record and Rollout were copied under other names, the Rollouts on the real API server, its controller stopped.',
    canPin
      ? 'The server had one core to itself; the load generator, PostgreSQL and the cluster shared the other.'
      : 'Nothing was pinned, since there is no taskset here: servers, load generator, PostgreSQL and cluster shared all cores.',
    ...(quiet
      ? []
      : [
          'The servers were not busy all the time (busy: share of the core): the load generator or other work was the limit, so',
        ]),
    ...(quiet
      ? []
      : ['answers per second flatter the slower one, and the ratio per core-second is the one to believe.']),
  ];
}
