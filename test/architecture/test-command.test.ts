import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './tracked-files.ts';

/** Runs `npm test`'s script where no program is on the PATH: neither Go nor npm. */
function testCommand(wanted: string, environment: Readonly<Record<string, string>> = {}) {
  const answer = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), wanted], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: '', ...environment },
  });
  return { status: answer.status, lines: answer.stdout.trimEnd().split('\n') };
}

describe('the test command', () => {
  it('ends with the totals, and fails when no test ran', () => {
    const { status, lines } = testCommand('cluster');
    expect(status).toBe(1);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it('says before the totals what it left out because Go is missing', () => {
    expect(testCommand('cluster').lines.at(-2)).toMatch(/^left out: the cluster tests, since .* no "go" on the PATH$/);
  });

  it('leaves nothing out in CI', () => {
    const { status, lines } = testCommand('contract', { CI: 'true' });
    expect(status).toBe(1);
    expect(lines.join('\n')).toContain('In CI nothing is left out');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it('names what there is to test when asked for something else', () => {
    const { status, lines } = testCommand('everything');
    expect(status).toBe(1);
    expect(lines.join('\n')).toContain(
      'There is no "everything" to test, only all, unit, contract, cluster, browser, faults.',
    );
  });
});
