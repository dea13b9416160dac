/** A value that the issue names a goal for. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  /** Like `at least 0.7`. */
  readonly goal: string;
  readonly met: boolean;
  /** Of a missed goal: what the rest of the measurement says about the reason. */
  readonly why?: string;
}

export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly goals: readonly Goal[];
  /** How it was measured, and what that leaves out. */
  readonly notes: readonly string[];
}

export interface Report {
  readonly machine: string;
  readonly sections: readonly Section[];
  readonly seconds: number;
}

export function atLeast(what: string, value: number, least: number): Goal {
  return { what, value, goal: `at least ${least}`, met: value >= least };
}

export function atMost(what: string, value: number, most: number): Goal {
  return { what, value, goal: `at most ${most}`, met: value <= most };
}

/** The explanation stays with a goal that was missed, and is of no use beside one that was met. */
export function explained(goal: Goal, why: string): Goal {
  return goal.met ? goal : { ...goal, why };
}

export function reportText({ machine, sections, seconds }: Report): string {
  return [machine, ...sections.map(sectionText), `The whole took ${Math.round(seconds)} s.`].join('\n\n');
}

export function sectionText({ title, head, rows, goals, notes }: Section): string {
  const lines = [head, ...rows].map((row) => row.map(cellText));
  const widths = head.map((_name, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const table = lines.map((line) => line.map((cell, column) => padded(cell, widths[column] ?? 0, column)).join('  '));
  return [
    title,
    '-'.repeat(title.length),
    ...table,
    '',
    ...goals.map(goalText),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** Numbers stand right, names left. */
function padded(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function goalText({ what, value, goal, met, why }: Goal): string {
  const line = `${met ? 'met   ' : 'MISSED'}  ${what}: ${cellText(value)} (goal: ${goal})`;
  return why === undefined ? line : `${line}\n        ${why}`;
}

function cellText(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return String(cell);
  return cell.toFixed(Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 2);
}
