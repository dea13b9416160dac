/** One line of a page for Prometheus. */
export interface Counted {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All lines of a metric. Labels of ours and of Kubernetes hold no quotes. */
export function countersIn(page: string, name: string): readonly Counted[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => ({ labels: labelsOf(line), value: Number(line.slice(line.lastIndexOf(' ') + 1)) }));
}

export function total(counted: readonly Counted[]): number {
  return counted.reduce((sum, { value }) => sum + value, 0);
}

function labelsOf(line: string): Readonly<Record<string, string>> {
  const found = [...line.matchAll(/(\w+)="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, key = '', value = '']) => [key, value]));
}
