import { atMost, explained } from '../report.ts';
import type { Goal, Section } from '../report.ts';
import { median } from '../statistics.ts';
import { fleetSize, replicas } from './fleet.ts';
import { foreignPods, foreignRollouts } from './foreign-objects.ts';
import type { ClusterMeasured, Pair, Trio } from './measure-cluster.ts';
import { parts, shareOf } from './processor-seconds.ts';
import { timesOf } from './round.ts';

const mostOfBare = 1.1;
const mostShare = 0.1;
const mostMegabytes = 250;
const mostWrites = 6;

export function clusterSections(measured: ClusterMeasured): readonly Section[] {
  return [timeSection(measured), costSection(measured), callsSection(measured), watchSection(measured)];
}

function timeSection({ first, trios, watches }: ClusterMeasured): Section {
  const rows = [rowOf('first version', first), ...trios.map((trio, index) => rowOf(`next version ${index + 1}`, trio))];
  const ratio = median(trios.map(({ service, bare }) => service.seconds / bare.seconds));
  const least = median(trios.map((trio) => trio.least.seconds / trio.bare.seconds));
  const rounds = [first, ...trios].map(({ service }) => service);
  const ends = [...rounds, watches.round].flatMap(({ courses }) => courses);
  const failed = ends.filter(({ outcome }) => outcome !== 'succeeded').length;
  const refused = rounds.reduce((sum, round) => sum + round.refused, 0);
  return {
    title: `${fleetSize} deployments of ${replicas} pods at once, beside ${foreignPods} foreign pods and ${foreignRollouts} foreign Rollouts`,
    head: [
      'seconds',
      'service',
      'script',
      'ratio',
      'bare service',
      'ratio',
      'p50',
      'script',
      'p95',
      'script',
      'succeeded',
    ],
    rows,
    goals: [
      { what: `deployments of ${ends.length} that did not succeed`, value: failed, goal: 'none', met: failed === 0 },
      explained(
        atMost('the whole over the bare script, median of the next versions', ratio, mostOfBare),
        `${processorReason(trios)} The bare service over the script: ${least.toFixed(2)}.`,
      ),
    ],
    notes: [
      'Steps: 25 %, approval, 50 %, 5 s, 100 %; a first version takes none. Script: a bare client that applies the same Rollouts, 32 at a time,',
      'with one watch and a patch at each approval. Service: POST as Orca sends it, 32 at a time, polled as Orca polls, approved by API as soon',
      'as a watch of the driver sees it wait; ended as the store says. Bare service: the least that keeps, tries, applies and answers, driven',
      'in the same way (bare-service.ts). Interleaved, each in a namespace of its own, each version over the one before.',
      `Approvals that were refused, since the driver was quicker than the service, and made again: ${refused}.`,
    ],
  };
}

function rowOf(name: string, { service, bare, least }: Pair & Partial<Trio>): readonly (string | number)[] {
  const [ours, script] = [timesOf(service), timesOf(bare)];
  const ratio = service.seconds / bare.seconds;
  const ofLeast = least === undefined ? ['', ''] : [least.seconds, least.seconds / bare.seconds];
  const times = [ours.p50, script.p50, ours.p95, script.p95];
  const succeeded = Math.min(...[service, bare, least ?? bare].map((round) => timesOf(round).succeeded));
  return [name, ours.seconds, script.seconds, ratio, ...ofLeast, ...times, succeeded];
}

function processorReason(pairs: readonly Pair[]): string {
  const more = parts
    .filter((part) => part !== 'driver')
    .map((part) => {
      const seconds = median(pairs.map(({ service, bare }) => service.used[part] - bare.used[part]));
      return `${part} ${seconds.toFixed(1)}`;
    });
  return `Processor seconds that a round through the service takes more than one by the script: ${more.join(', ')}.`;
}

function costSection({ used, memory, trios }: ClusterMeasured): Section {
  const rounds = trios.length;
  return {
    title: 'Processor seconds by part, for one next version of all',
    head: ['seconds', 'service', 'share', 'script', 'share', 'bare service', 'share'],
    rows: parts.map((part) => [
      part,
      ...[used.service, used.bare, used.least].flatMap((by) => [
        by[part] / rounds,
        part === 'driver' ? '' : shareOf(part, by),
      ]),
    ]),
    goals: [
      atMost("the service's share of the processor time of all parts", shareOf('service', used.service), mostShare),
      atMost('MB (10^6 bytes) of the service, at its highest', memory.highest, mostMegabytes),
    ],
    notes: [
      `Means of ${rounds} rounds; shares are of all but the driver, which is the benchmark itself with Orca's read-back and Fiat in its process.`,
      'The service runs as in its image, on the Node that this brings.',
      `Memory of the service is VmHWM of proc(5) over all rounds; resident at the end: ${memory.resident.toFixed(0)} MB.`,
    ],
  };
}

function callsSection({ calls, transactions, polls, trios }: ClusterMeasured): Section {
  const deployments = trios.length * fleetSize;
  const rows = calls
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => [`${labels['verb']} ${labels['outcome']}`, value, value / deployments]);
  const writes = calls
    .filter(({ labels }) => labels['verb'] === 'apply' || labels['verb'] === 'patch')
    .reduce((sum, { value }) => sum + value, 0);
  return {
    title: 'Calls of the service for one next version',
    head: ['calls to the cluster', 'all', 'per deployment'],
    rows: [
      ...rows,
      ['(transactions of the database)', transactions, transactions / deployments],
      ['(polls of Orca)', polls, polls / deployments],
    ],
    goals: [atMost('writes per deployment', writes / deployments, mostWrites)],
    notes: ['Writes are apply and patch; a try is a dry run, which the API server does not keep.'],
  };
}

function watchSection({ watches }: ClusterMeasured): Section {
  const { levels, carried, happened } = watches;
  const counts = new Set(levels.map(({ watches: open }) => open));
  const constant: Goal = {
    what: 'different numbers of open watches',
    value: counts.size,
    goal: 'one number at every level',
    met: counts.size === 1,
  };
  const foreign = carried.events - happened.ours;
  return {
    title: 'Watches',
    head: ['deployments open', 'watches open', 'lists of Rollouts so far'],
    rows: levels.map((level) => [String(level.open), level.watches, level.lists]),
    goals: [
      constant,
      { what: 'events of foreign objects that were carried', value: foreign, goal: 'none', met: foreign === 0 },
    ],
    notes: [
      'Counted by the API server: watches and lists of Rollouts in a namespace, without those of the driver.',
      `In this round the service's watch carried ${carried.events} events, ${(carried.bytes / 1e6).toFixed(1)} MB. A watch without a selector saw`,
      `${happened.ours} events of our Rollouts and ${happened.foreign} of foreign ones meanwhile.`,
    ],
  };
}
