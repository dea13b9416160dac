import { cpus, loadavg, totalmem } from 'node:os';
import { adoptionSection } from './adoption/adoption-section.ts';
import { measureAdoption } from './adoption/measure-adoption.ts';
import { applicationCreationSection } from './application-creation/application-creation-section.ts';
import { measureApplicationCreation } from './application-creation/measure-application-creation.ts';
import { auditSection } from './audit/audit-section.ts';
import { measureAudit } from './audit/measure-audit.ts';
import { bundlePrograms } from './bundle.ts';
import { clusterSections } from './cluster/cluster-sections.ts';
import { measureCluster } from './cluster/measure-cluster.ts';
import { deckSection } from './deck/deck-section.ts';
import { measureDeck } from './deck/measure-deck.ts';
import { prepareGround } from './ground.ts';
import { measureAll } from './measure-all.ts';
import { measurePipelines } from './pipeline-permissions/measure-pipelines.ts';
import { pipelinesSection } from './pipeline-permissions/pipelines-section.ts';
import { measurePlan } from './plan/measure-plan.ts';
import { planSection } from './plan/plan-section.ts';
import { reportText } from './report.ts';
import type { Report, Section } from './report.ts';
import { measureStart } from './start/measure-start.ts';
import { startSection } from './start/start-section.ts';
import { measureTrust } from './trust/measure-trust.ts';
import { trustSection } from './trust/trust-section.ts';

const [only] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asJson = process.argv.includes('--json');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `npm run bench -- NAME` measures one of them; the cluster has a command of its own, since it takes as long as the others. */
const parts: Readonly<Record<string, () => Promise<readonly Section[]>>> = {
  service: measureService,
  start: async () => [startSection(await measureStart(say))],
  deck: async () => [deckSection(await measureDeck(say))],
  plan: async () => [planSection(await measurePlan(say))],
  adoption: async () => [adoptionSection(await measureAdoption(say))],
  audit: async () => [auditSection(await measureAudit(say))],
  trust: async () => [trustSection(await measureTrust(say))],
  creation: async () => [applicationCreationSection(measureApplicationCreation(say))],
  pipelines: async () => [pipelinesSection(measurePipelines(say))],
  cluster: async () => clusterSections(await measureCluster(say)),
};
const byDefault = ['service', 'start', 'deck', 'plan', 'adoption', 'audit', 'trust', 'creation', 'pipelines'];

async function measureService(): Promise<readonly Section[]> {
  const programs = await bundlePrograms();
  const ground = await prepareGround();
  try {
    return await measureAll({ ground, programs, say });
  } finally {
    await ground.close();
  }
}

const chosen = Object.keys(parts).filter((name) => (only === undefined ? byDefault.includes(name) : name === only));
if (chosen.length === 0) {
  say(`There is no "${only}" to measure, only ${Object.keys(parts).join(' and ')}.`);
  process.exit(1);
}
const started = performance.now();
// Before anything of ours runs: what others do on this machine.
const [others = 0] = loadavg();
const sections: Section[] = [];
for (const name of chosen) sections.push(...((await parts[name]?.()) ?? []));
const cores = cpus();
const machine = `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}, load ${others.toFixed(1)} before the start`;
const report: Report = { machine, sections, seconds: (performance.now() - started) / 1000 };
process.stdout.write(`${asJson ? JSON.stringify(report, undefined, 2) : reportText(report)}\n`);
process.exit();
