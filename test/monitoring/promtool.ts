import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** The path of `promtool`, which comes with Prometheus; undefined when it is not installed. */
export function findPromtool(): string | undefined {
  return spawnSync('promtool', ['--version']).status === 0 ? 'promtool' : undefined;
}

/** As `findPromtool`, but in CI nothing may be left out, and elsewhere it is said. */
export function requirePromtool(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const program = findPromtool();
  if (program === undefined) reportMissing(environment);
  return program;
}

export function reportMissing(environment: NodeJS.ProcessEnv): void {
  const sentence = 'promtool: not found, the alerts were not tried on the rules of a real Prometheus';
  if (environment['CI'] === 'true') throw new Error(`${sentence}. In CI nothing may be left out: install prometheus.`);
  const file = environment['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${sentence}\n`);
}

export interface Verdict {
  readonly passed: boolean;
  /** What promtool prints, with what it expected and got where they differ. */
  readonly said: string;
}

export function promtool(parameters: readonly string[]): Verdict {
  const { status, stdout, stderr } = spawnSync('promtool', parameters, { encoding: 'utf8' });
  return { passed: status === 0, said: `${stdout}${stderr}` };
}
