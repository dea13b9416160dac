import autocannon from 'autocannon';
import { createInterface } from 'node:readline';
import { percentile } from './statistics.ts';

/** What the load generator is told, one line of JSON each time. */
export interface Load {
  readonly url: string;
  readonly paths: readonly string[];
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What it answers, in one line; or nothing, since it ends when a call fails. */
export interface Loaded {
  readonly answers: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p99: number;
  /** How much of its core the generator used: at 1, it was the limit and not the server. */
  readonly generatorBusy: number;
}

async function run({ url, paths, token, connections, seconds: duration }: Load): Promise<Loaded> {
  const times: number[] = [];
  const before = process.cpuUsage();
  const started = performance.now();
  const headers = { authorization: `Bearer ${token}` };
  const running = autocannon({ url, connections, duration, requests: paths.map((path) => ({ path, headers })) });
  running.on('response', (...response) => times.push(response[3]));
  const { errors, non2xx, requests } = await running;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (errors + non2xx > 0) throw new Error(`${errors} calls failed, and ${non2xx} were not answered with 2xx.`);
  return {
    answers: requests.total,
    seconds,
    p99: percentile(times, 99),
    generatorBusy: (user + system) / 1e6 / seconds,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  // Told by the one who starts this process, load-generator.ts.
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line) as Load))}\n`);
}
