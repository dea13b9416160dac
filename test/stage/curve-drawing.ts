import type { Moment } from './ready-pods.ts';

/** Something that happened, in milliseconds of the curve. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

export interface Drawing {
  readonly title: string;
  readonly curve: readonly Moment[];
  readonly marks: readonly Mark[];
  readonly wanted: number;
}

const width = 960;
const height = 420;
const plot = { left: 56, right: 936, top: 150, bottom: 360 };

const series = [
  { name: 'ready behind the Service', colour: '#137333', stroke: 3, of: ({ ready }: Moment) => ready },
  { name: 'pods of the Deployment', colour: '#b06000', stroke: 1.5, of: ({ pods }: Moment) => pods.Deployment },
  { name: 'pods of the Rollout', colour: '#1a5fb4', stroke: 1.5, of: ({ pods }: Moment) => pods.Rollout },
] as const;

/** Steps, since pods come and go one at a time: the curve of a run as an SVG document. */
export function drawn({ title, curve, marks, wanted }: Drawing): string {
  const end = Math.max(...curve.map(({ at }) => at), 1);
  const x = (at: number): number => round(plot.left + ((plot.right - plot.left) * at) / end);
  const y = (pods: number): number => round(plot.bottom - ((plot.bottom - plot.top) * pods) / (2 * wanted + 1));
  const parts = [
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(plot.left, 26, title, 'font-size="16" font-weight="600"'),
    ...series.flatMap(({ name, colour, stroke }, index) => legend(index, { name, colour, stroke })),
    ...grid({ wanted, y }),
    ...seconds({ end, x }),
    ...marks.flatMap(({ at, label }, index) => mark(x(at), label, index)),
    ...series.toReversed().map(({ colour, stroke, of }) => {
      const path = steps(curve.map((moment) => [x(moment.at), y(of(moment))] as const));
      return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
    }),
  ];
  const body = parts.map((part) => `  ${part}`).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#202124">\n${body}\n</svg>\n`;
}

type Scale = (value: number) => number;

function grid({ wanted, y }: { readonly wanted: number; readonly y: Scale }): readonly string[] {
  const levels = [0, wanted - 1, wanted, 2 * wanted];
  return levels.flatMap((pods) => [
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y(pods)}" y2="${y(pods)}" stroke="${pods === wanted ? '#80868b' : '#dadce0'}"/>`,
    text(plot.left - 10, y(pods) + 4, String(pods), 'text-anchor="end"'),
  ]);
}

function seconds({ end, x }: { readonly end: number; readonly x: Scale }): readonly string[] {
  const every = Math.max(1, Math.ceil(end / 12_000));
  const ticks = Array.from({ length: Math.floor(end / 1000 / every) + 1 }, (_, index) => index * every);
  return [
    ...ticks.map((second) => text(x(second * 1000), plot.bottom + 20, String(second), 'text-anchor="middle"')),
    text(plot.right, plot.bottom + 40, 'seconds', 'text-anchor="end"'),
  ];
}

function legend(index: number, line: { name: string; colour: string; stroke: number }): readonly string[] {
  const from = plot.left + index * 220;
  return [
    `<line x1="${from}" x2="${from + 24}" y1="46" y2="46" stroke="${line.colour}" stroke-width="${line.stroke}"/>`,
    text(from + 32, 50, line.name),
  ];
}

/** In four rows, so that what follows soon does not stand on what was before. */
function mark(at: number, label: string, index: number): readonly string[] {
  const row = 78 + (index % 4) * 18;
  const isLate = at > plot.right - 180;
  return [
    `<line x1="${at}" x2="${at}" y1="${row + 4}" y2="${plot.bottom}" stroke="#9aa0a6" stroke-dasharray="3 3"/>`,
    text(isLate ? at - 4 : at + 4, row + 4, label, isLate ? 'text-anchor="end"' : ''),
  ];
}

function steps(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  return `M${first[0]} ${first[1]}${rest.map(([x, y]) => `H${x}V${y}`).join('')}`;
}

function text(x: number, y: number, words: string, more = ''): string {
  return `<text x="${x}" y="${y}"${more === '' ? '' : ` ${more}`}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
