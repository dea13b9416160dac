import type { Exposed } from './exposed.ts';
import { groupedBy, selectorsOf } from './queries.ts';
import { vocabulary } from './vocabulary.ts';

/** What Prometheus adds to all that it scrapes, and the metric that it makes of each scrape. */
const added: ReadonlySet<string> = new Set(['job', 'instance']);
const ofPrometheus: Exposed = new Map([['up', new Map()]]);

/** Metrics, labels and values in a query that the service does not expose: nothing, or the query waits for ever. */
export function unknownWords(query: string, exposed: Exposed): readonly string[] {
  const selectors = selectorsOf(query);
  if (selectors.length === 0) return [`no metric in ${query}`];
  const inMatchers = selectors.flatMap(({ metric, matchers }) => {
    const labels = exposed.get(metric) ?? ofPrometheus.get(metric);
    if (labels === undefined) return [metric];
    return matchers.flatMap(({ label, values }) =>
      added.has(label) ? [] : unknownValues({ metric, label, values }, labels.get(label)),
    );
  });
  const everyLabel = new Set(selectors.flatMap(({ metric }) => [...(exposed.get(metric)?.keys() ?? [])]));
  const inGroups = groupedBy(query).filter((label) => !added.has(label) && !everyLabel.has(label));
  return [...inMatchers, ...inGroups];
}

function unknownValues(
  { metric, label, values }: { metric: string; label: string; values: readonly string[] },
  shown: ReadonlySet<string> | undefined,
): readonly string[] {
  if (shown === undefined) return [`${metric}{${label}}`];
  const known = [...shown, ...(vocabulary[label] ?? [])];
  return values
    .filter((value) => !value.startsWith('$') && !known.some((word) => new RegExp(`^(?:${value})$`).test(word)))
    .map((value) => `${metric}{${label}="${value}"}`);
}
