import { atMost, explained } from './report.ts';
import type { Section } from './report.ts';
import type { Creation } from './rollout-created.ts';
import { median } from './statistics.ts';

export interface CreationShape {
  readonly name: string;
  readonly creations: readonly Creation[];
}

const most = 1.5;

export function creationSection(shapes: readonly CreationShape[]): Section {
  const all = shapes.map(summary);
  return {
    title: 'POST to Rollout created, beside the client library applying the same objects',
    head: ['ms', 'service', 'library', 'ratio', 'POST answered', 'read-back', 'Fiat', 'ratio without them'],
    rows: all.map((one) => [
      one.name,
      one.service,
      one.library,
      one.ratio,
      one.answered,
      one.readBack,
      one.fiat,
      one.ratioWithout,
    ]),
    goals: all.map((one) =>
      explained(
        atMost(`${one.name}: service over library`, one.ratio, most),
        `Read-back and Fiat are ${(one.readBack + one.fiat).toFixed(1)} ms of it; the rest of the difference is the service's promise: accepted in PostgreSQL, every object read and tried without doing it, before the first is applied.`,
      ),
    ),
    notes: [
      `Medians of ${shapes[0]?.creations.length ?? 0} interleaved repetitions, podinfo's manifests under names that were never used, until the API server's watch`,
      'told of the last Rollout. Ratios are medians of pairs. Read-back and Fiat: the same adapters called alone right after each repetition, in',
      'the process of the benchmark, over a warm connection and with nothing cached; taken off in the last column. PostgreSQL runs without fsync.',
    ],
  };
}

interface Summary extends Record<keyof Creation | 'ratio' | 'ratioWithout', number> {
  readonly name: string;
}

function summary({ name, creations }: CreationShape): Summary {
  const of = (value: (creation: Creation) => number): number => median(creations.map(value));
  return {
    name,
    service: of(({ service }) => service),
    answered: of(({ answered }) => answered),
    library: of(({ library }) => library),
    readBack: of(({ readBack }) => readBack),
    fiat: of(({ fiat }) => fiat),
    ratio: of(({ service, library }) => service / library),
    ratioWithout: of(({ service, library, readBack, fiat }) => (service - readBack - fiat) / library),
  };
}
