import { atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import { median } from '../statistics.ts';
import type { AdoptionPair } from './measure-adoption.ts';

const most = 1;

export function adoptionSection(pairs: readonly AdoptionPair[]): Section {
  const of = (value: (pair: AdoptionPair) => number): number => median(pairs.map(value));
  const [adoption, takenOver] = [of((pair) => pair.adoption), of((pair) => pair.takenOver)];
  const ratio = of((pair) => pair.adoption / pair.rollouts);
  return {
    title: 'A Deployment of 4 pods taken over, beside two plain rollouts of the same',
    head: ['ms', 'adoption', 'of it taken over', 'two rollouts', 'ratio'],
    rows: [['4 pods, ready after 1 s', adoption, takenOver, of((pair) => pair.rollouts), ratio]],
    goals: [
      explained(
        atMost('adoption over two plain rollouts', ratio, most),
        `Until the Deployment stands down it takes ${Math.round(takenOver)} ms; the rest is the rollout of the next version, by Argo Rollouts.`,
      ),
    ],
    notes: [
      `Medians of ${pairs.length} interleaved repetitions, each with a Deployment of its own; the ratio is a median of pairs. Adoption: from the POST until`,
      'the stage of a next version without steps has succeeded, which includes the rollout of that version. Rollouts: the Deployment is given a next',
      'version by a patch, and when all its pods have it and are available another one, with the defaults of Kubernetes for surge and unavailable pods.',
    ],
  };
}
