import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tracked-files.ts';

interface Counted {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly why?: string;
}

interface Run {
  readonly report: string;
  readonly status: number;
  readonly played: readonly string[];
  readonly seconds: number;
  readonly projectsOf: (suite: string) => readonly string[];
}

const { countsOf } = (await import(new URL('../../scripts/test/report.mjs', import.meta.url).href)) as {
  readonly countsOf: (run: Run) => readonly Counted[];
};

/** As jest reports a file. */
const file = (name: string, seconds: number, statuses: readonly string[], status = 'passed') => ({
  name: join(root, name),
  status,
  startTime: 0,
  endTime: seconds * 1000,
  assertionResults: statuses.map((one) => ({ status: one })),
});

describe('a run of jest that several suites share', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-counts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const counted = (files: readonly object[], status = 0): readonly Counted[] => {
    const report = join(folder, 'report.json');
    writeFileSync(report, JSON.stringify({ testResults: files }));
    const played = ['contract', 'cluster', 'faults'];
    return countsOf({ report, status, played, seconds: 100, projectsOf: (suite) => [suite] });
  };
  const contract = file('test/fuzz/fuzz.test.ts', 10, ['passed', 'passed']);
  const cluster = file('test/stage/canary.test.ts', 30, ['passed', 'pending']);
  const faults = file('test/faults/killed.test.ts', 60, ['passed']);

  it('tells of each what became of its own files, and which share of the time they took', () => {
    expect(counted([faults, contract, cluster])).toEqual([
      { title: 'contract', passed: 2, failed: 0, skipped: 0, seconds: 10 },
      { title: 'cluster', passed: 1, failed: 0, skipped: 1, seconds: 30 },
      { title: 'faults', passed: 1, failed: 0, skipped: 0, seconds: 60 },
    ]);
  });

  it('fails a suite of which no test ran, and one with a file that could not be loaded', () => {
    const broken = file('test/stage/broken.test.ts', 1, [], 'failed');
    expect(counted([faults, cluster, broken], 1).map(({ title, failed }) => [title, failed])).toEqual([
      ['contract', 1],
      ['cluster', 1],
      ['faults', 0],
    ]);
  });

  it('counts a test that failed once, also where its file failed', () => {
    const failed = file('test/stage/endings.test.ts', 1, ['failed', 'passed'], 'failed');
    expect(counted([faults, contract, failed], 1)[1]).toMatchObject({ passed: 1, failed: 1 });
  });

  it('fails when jest ended badly, whatever its tests say, and when it left no report', () => {
    expect(counted([faults, contract, cluster], 2)[0]).toMatchObject({ failed: 1, why: 'jest ended with 2' });
    const report = join(folder, 'missing.json');
    const none = countsOf({ report, status: 1, played: ['faults'], seconds: 1, projectsOf: (suite) => [suite] });
    expect(none).toMatchObject([{ title: 'faults', passed: 0, failed: 1 }]);
  });
});
