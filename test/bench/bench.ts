import { cpus, loadavg, totalmem } from 'node:os';
import { bundlePrograms } from './bundle.ts';
import { prepareGround } from './ground.ts';
import { measureAll } from './measure-all.ts';
import { reportText } from './report.ts';
import type { Report } from './report.ts';

const asJson = process.argv.includes('--json');
const started = performance.now();
// Before anything of ours runs: what others do on this machine.
const [others = 0] = loadavg();
const programs = await bundlePrograms();
const ground = await prepareGround();
try {
  const sections = await measureAll({ ground, programs, say: (line) => void process.stderr.write(`${line}\n`) });
  const cores = cpus();
  const machine = `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}, load ${others.toFixed(1)} before the start`;
  const report: Report = { machine, sections, seconds: (performance.now() - started) / 1000 };
  process.stdout.write(`${asJson ? JSON.stringify(report, undefined, 2) : reportText(report)}\n`);
} finally {
  await ground.close();
}
