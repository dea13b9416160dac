import { freePorts } from '../cluster/ports.ts';
import { until } from '../stage/pipeline.ts';
import type { LoadGenerator } from './load-generator.ts';
import type { Load } from './load.ts';
import { processorSeconds, serverCore, start } from './processes.ts';
import type { ServiceProcess } from './service-process.ts';
import { median } from './statistics.ts';

const connections = 32;
export const sliceSeconds = 1.5;
export const repetitions = 10;
const warmUpSeconds = 3;

/** One server under load, once. */
export interface Answers {
  readonly perSecond: number;
  /** Per second of the server's own processor time: what a core could do if nothing else held it up. */
  readonly perCoreSecond: number;
  readonly p99: number;
  /** How much of its core the server used. */
  readonly busy: number;
  readonly generatorBusy: number;
}

/** The service beside the bare route with the same number of open deployments. */
export interface Level {
  readonly open: number;
  readonly service: Answers;
  readonly bare: Answers;
  /** Of the service to the bare route, from pairs that were measured one right after the other. */
  readonly ratio: { readonly perSecond: number; readonly perCoreSecond: number };
  readonly polls: number;
  readonly clusterCalls: number;
}

export interface LevelOptions {
  readonly generator: LoadGenerator;
  readonly service: ServiceProcess;
  readonly bareRoute: string;
  readonly token: string;
  /** Of all open deployments. */
  readonly ids: readonly string[];
}

export async function measureLevel({ generator, service, bareRoute, token, ids }: LevelOptions): Promise<Level> {
  const paths = ids.map((id) => `/v1/deployments/${id}/status`);
  const bare = await startBareRoute(bareRoute, await answerSize(service, paths, token));
  try {
    const measure = (server: { pid: number; url: string }, seconds = sliceSeconds): Promise<Measured> =>
      underLoad(generator, server.pid, { url: server.url, paths, token, connections, seconds });
    for (const server of [bare, service]) await measure(server, warmUpSeconds);
    const callsBefore = await service.metric('gennaker_cluster_calls_total');
    const pairs: Pair[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const first = repetition % 2 === 0 ? await measure(bare) : undefined;
      const ours = await measure(service);
      pairs.push({ bare: first ?? (await measure(bare)), service: ours });
    }
    const clusterCalls = (await service.metric('gennaker_cluster_calls_total')) - callsBefore;
    return {
      open: ids.length,
      service: typical(pairs.map((pair) => pair.service)),
      bare: typical(pairs.map((pair) => pair.bare)),
      ratio: {
        perSecond: median(pairs.map((pair) => pair.service.perSecond / pair.bare.perSecond)),
        perCoreSecond: median(pairs.map((pair) => pair.service.perCoreSecond / pair.bare.perCoreSecond)),
      },
      polls: pairs.reduce((sum, pair) => sum + pair.service.answers, 0),
      clusterCalls,
    };
  } finally {
    bare.stop();
  }
}

interface Measured extends Answers {
  readonly answers: number;
}

interface Pair {
  readonly bare: Measured;
  readonly service: Measured;
}

async function underLoad(generator: LoadGenerator, pid: number, load: Load): Promise<Measured> {
  const before = processorSeconds(pid);
  const loaded = await generator.run(load);
  const used = processorSeconds(pid) - before;
  return {
    answers: loaded.answers,
    perSecond: loaded.answers / loaded.seconds,
    perCoreSecond: loaded.answers / used,
    p99: loaded.p99,
    busy: used / loaded.seconds,
    generatorBusy: loaded.generatorBusy,
  };
}

function typical(measured: readonly Measured[]): Answers {
  const of = (key: keyof Answers): number => median(measured.map((one) => one[key]));
  return {
    perSecond: of('perSecond'),
    perCoreSecond: of('perCoreSecond'),
    p99: of('p99'),
    busy: of('busy'),
    generatorBusy: of('generatorBusy'),
  };
}

async function answerSize(service: ServiceProcess, [path = '']: readonly string[], token: string): Promise<number> {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
  return Buffer.byteLength(await answer.text());
}

async function startBareRoute(program: string, size: number): Promise<{ pid: number; url: string; stop(): void }> {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = start({ command: [process.execPath, program, String(port), String(size)], core: serverCore });
  await until('the bare route answers', async () => {
    const answer = await fetch(`${url}/v1/deployments/any/status`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  return { pid: child.pid ?? 0, url, stop: () => void child.kill() };
}
