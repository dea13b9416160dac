import type { CanaryStep } from '../../backend-stub/contract/steps.ts';
import { stepLabel } from '../../backend-stub/contract/steps.ts';

const [width, height, left, right, top, bottom] = [720, 150, 44, 16, 26, 28];
/** What a change of weight takes, beside a pause of one. */
const change = 0.35;

interface Stretch {
  readonly weight: number;
  readonly from: number;
  readonly to: number;
  readonly pause?: CanaryStep;
}

/** The share of pods of the new version over the steps of a canary, and what is waited for, as SVG. No time is to scale. */
export function strategyDrawing(steps: readonly CanaryStep[], title: string): string {
  const stretches = stretchesOf(steps);
  const end = stretches.at(-1)?.to ?? 1;
  const x = (at: number): number => round(left + (at / end) * (width - left - right));
  const y = (weight: number): number => round(height - bottom - (weight / 100) * (height - top - bottom));
  const corners = stretches.flatMap(({ weight, from, to }) => [`${x(from)},${y(weight)}`, `${x(to)},${y(weight)}`]);
  const area = [`${x(0)},${y(0)}`, ...corners, `${x(end)},${y(0)}`].join(' ');
  const marks = stretches.flatMap(({ weight, from, to, pause }) =>
    pause === undefined ? [] : [mark({ at: x((from + to) / 2), above: y(weight), pause })],
  );
  const lines = [0, 50, 100].map((weight) => gridLine(y(weight), weight));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="${width}" height="${height}" rx="6" fill="#f4f6f8"/>
${lines.join('\n')}
<polygon points="${area}" fill="#0f6c81"/>
${marks.join('\n')}
</svg>
`;
}

/** Each pause is one wide, and so is the end on all pods. */
function stretchesOf(steps: readonly CanaryStep[]): readonly Stretch[] {
  const stretches: Stretch[] = [{ weight: 0, from: 0, to: change }];
  const add = (weight: number, wide: number, pause?: CanaryStep): void => {
    const from = stretches.at(-1)?.to ?? 0;
    stretches.push({ weight, from, to: from + wide, ...(pause === undefined ? {} : { pause }) });
  };
  for (const step of steps) {
    if ('setWeight' in step) add(step.setWeight.weight, change);
    else add(stretches.at(-1)?.weight ?? 0, 1, step);
  }
  add(100, 1);
  return stretches;
}

function mark({ at, above, pause }: { at: number; above: number; pause: CanaryStep }): string {
  const label = stepLabel(pause).replace(/^pause (until|for) /, '');
  const isApproval = 'pause' in pause && 'untilApproved' in pause.pause;
  const sign = isApproval ? person(at, above - 8) : clock(at, above - 8);
  return `${sign}<text x="${at}" y="${height - 10}" text-anchor="middle" fill="#22303a">${label}</text>`;
}

function person(x: number, y: number): string {
  return `<g fill="none" stroke="#8a4b00" stroke-width="2"><circle cx="${x}" cy="${y - 7}" r="3.5"/><path d="M${x - 6} ${y + 3}a6 6 0 0 1 12 0"/></g>`;
}

function clock(x: number, y: number): string {
  return `<g fill="none" stroke="#22303a" stroke-width="2"><circle cx="${x}" cy="${y - 3}" r="6"/><path d="M${x} ${y - 6}v3l2.5 1.5"/></g>`;
}

function gridLine(y: number, weight: number): string {
  return `<path d="M${left} ${y}H${width - right}" stroke="#b9c4cc"/><text x="${left - 6}" y="${y + 4}" text-anchor="end" fill="#22303a">${weight} %</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
