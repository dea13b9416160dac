import { atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import { median } from '../statistics.ts';
import type { Planned, PlanShape } from './measure-plan.ts';

const most = 3;

export function planSection(shapes: readonly PlanShape[]): Section {
  const all = shapes.map(summary);
  return {
    title: "Plan of real manifests, beside the client library's dry run of the same objects",
    head: ['ms', 'objects', 'plan', 'dry run', 'ratio', 'kept connection', 'ratio'],
    rows: all.map((one) => [
      ...[one.name, one.objects, one.service, one.library, one.ratio],
      ...[one.kept, one.ratioKept],
    ]),
    goals: all.map((one) =>
      explained(
        atMost(`${one.name}: plan over dry run`, one.ratio, most),
        'A plan reads every object and what stands beside the workloads, tries all, reads the quotas, and compares; the dry run only tries.',
      ),
    ),
    notes: [
      `Medians of ${shapes[0]?.planned.length ?? 0} interleaved repetitions; ratios are medians of pairs. Plan: POST /v1/plan of a service process that is`,
      "warm, Fiat's answer kept. Dry run: @kubernetes/client-node, a server-side apply with dryRun=All for each object, one after the other as",
      'kubectl does it; the library opens a connection for each, so beside it the same by a client that keeps one. New: nothing of it exists. Next',
      'version: it runs, and gets another image.',
    ],
  };
}

interface Summary extends Record<keyof Planned | 'ratio' | 'ratioKept' | 'objects', number> {
  readonly name: string;
}

function summary({ name, objects, planned }: PlanShape): Summary {
  const of = (value: (one: Planned) => number): number => median(planned.map(value));
  return {
    name,
    objects,
    service: of(({ service }) => service),
    library: of(({ library }) => library),
    kept: of(({ kept }) => kept),
    ratio: of(({ service, library }) => service / library),
    ratioKept: of(({ service, kept }) => service / kept),
  };
}
