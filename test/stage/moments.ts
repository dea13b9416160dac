import type { Point } from './disturbance.ts';
import { numbersFrom, seed } from './seeded.ts';
import type { Effect } from './wire.ts';

/** When a replica is killed. */
export type Moment = { readonly name: string } & (
  | { readonly kind: 'time'; readonly share: number }
  /** The so many-th effect of a run that lasts, counted from 1. */
  | { readonly kind: 'effect'; readonly number: number }
  | { readonly kind: 'point'; readonly point: Point }
);

/**
 * What is there when the service is killed just then. Left out is what only asks, and what comes with the clock, so that
 * two runs have the same effects: leases (`with due as`) and polls.
 */
export function lasts({ where, what }: Effect): boolean {
  return (
    where === 'cluster' || (/^(insert|update|delete|commit)\b/.test(what) && !what.startsWith('insert into polls'))
  );
}

/** In a few words, for the name of a moment. */
export function inShort({ where, what }: Effect): string {
  if (where === 'database') {
    const statement = /^\w+( into| from)?( "?\w+)?/.exec(what)?.[0].replace('"', '') ?? '';
    const phase = / (accepted|adopting|applying|binding|progressing|waiting|aborting|ended) /.exec(what)?.[1];
    return phase === undefined ? statement : `${statement} (${phase})`;
  }
  const object = /namespaces\/[^/]+\/([^? ]+)/.exec(what)?.[1] ?? what.slice(0, 40);
  return what.includes('dryRun=') ? `${object} tried out` : `${object} written`;
}

/** Right after each effect that an undisturbed run had, before the service is told of it; and after the two answers. */
export function everyPoint(effects: readonly Effect[]): readonly Moment[] {
  const written = effects.map((effect, index): Moment => {
    const number = index + 1;
    return { name: `effect ${number}: ${inShort(effect)}`, kind: 'effect', number };
  });
  return [
    ...written,
    { name: 'Orca has its 202', kind: 'point', point: 'started' },
    { name: 'the person has the answer', kind: 'point', point: 'decided' },
  ];
}

const random = numbersFrom(seed);

/** Shares of a run, one in each slice of it: at random, and yet all over. */
export function times(count: number, [from, to]: readonly [number, number] = [0, 1]): readonly Moment[] {
  return Array.from({ length: count }, (_, index) => {
    const share = from + ((to - from) * (index + random())) / count;
    return { name: `${(share * 100).toFixed(1)} % of the usual time have passed`, kind: 'time', share };
  });
}

/** So many of them, one from each slice, or all; in an order of chance, so that a budget that runs out leaves no end out. */
export function drawn<Item>(items: readonly Item[], count: number): readonly Item[] {
  const most = Math.min(count, items.length);
  const chosen = Array.from({ length: most }, (_, slice) => {
    const index = Math.floor(((slice + random()) * items.length) / most);
    return items.slice(index, index + 1);
  }).flat();
  const ordered = chosen.map((item) => ({ item, place: random() }));
  return ordered.sort((left, right) => left.place - right.place).map(({ item }) => item);
}
