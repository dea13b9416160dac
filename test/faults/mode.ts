/** How much of the suite is played. README.md of this room says how to choose. */
export interface Mode {
  readonly name: 'short' | 'ci' | 'full';
  /** How many kills are asked for. */
  readonly kills: number;
  /** Fewer than so many fail the suite. */
  readonly least: number;
  /** How many Deployments are taken over. */
  readonly adoptions: number;
  /** After so many seconds no new kill begins: an end for a run that hangs, with room for a machine that is busy. */
  readonly seconds: number;
}

const modes = {
  short: { name: 'short', kills: 50, least: 1, adoptions: 8, seconds: 110 },
  ci: { name: 'ci', kills: 48, least: 42, adoptions: 8, seconds: 1200 },
  full: { name: 'full', kills: 240, least: 200, adoptions: 50, seconds: 1200 },
} as const satisfies Readonly<Record<string, Mode>>;

export function modeOf(environment: NodeJS.ProcessEnv): Mode {
  const name = environment['GENNAKER_FAULTS'];
  const mode = name === 'full' || name === 'ci' ? modes[name] : modes.short;
  const seconds = Number(environment['GENNAKER_FAULTS_SECONDS'] ?? mode.seconds);
  if (!Number.isFinite(seconds)) throw new TypeError('GENNAKER_FAULTS_SECONDS must be a number of seconds.');
  return { ...mode, seconds };
}

export const mode = modeOf(process.env);

/** Of the whole test file; evaluated when it begins. */
export class Budget {
  readonly #end: number;

  constructor(seconds: number) {
    this.#end = Date.now() + seconds * 1000;
  }

  get isSpent(): boolean {
    return Date.now() > this.#end;
  }
}
