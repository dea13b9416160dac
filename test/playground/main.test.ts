import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../cluster/ports.ts';
import { isPortTaken } from './port-taken.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const started: ChildProcess[] = [];

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly code: Promise<number | undefined>;
}

/** What `npm start` runs once the packages are there and the plugin is built. */
function run(...words: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/playground/main.ts', ...words], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = once(child, 'close').then(([number]: unknown[]) => (typeof number === 'number' ? number : undefined));
  return { child, output: () => output, code };
}

async function untilSaid({ output, child }: Run, text: string): Promise<void> {
  while (!output().includes(text)) {
    if (child.exitCode !== null) throw new Error(`it ended before it said "${text}": ${output()}`);
    await once(child.stdout ?? child, 'data');
  }
}

describe('npm start', () => {
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  it('serves on the port that was asked for, says three things to try, and ends with everything on Ctrl-C', async () => {
    const [port = 0] = await freePorts(1);
    const playground = run('--port', String(port));
    await untilSaid(playground, 'Ctrl-C ends all of it');
    expect(playground.output()).toContain(`http://localhost:${port}`);
    expect(playground.output().match(/^ {2}[123]\. /gm)).toHaveLength(3);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
    // A terminal sends it to all its processes, and the script that started this one passes it on.
    playground.child.kill('SIGINT');
    playground.child.kill('SIGINT');
    expect(await playground.code).toBe(130);
    expect(await isPortTaken(port)).toBe(false);
  });

  it('says in a sentence that a port is taken, and how to choose another', async () => {
    const [port = 0] = await freePorts(1);
    const holder = createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    const { output, code } = run('--port', String(port));
    expect(await code).toBe(1);
    expect(output()).toBe(`Port ${port} is taken; choose another one with "npm start -- --port ${port + 1}".\n`);
    holder.close();
  });

  it('refuses what it does not know in a sentence', async () => {
    const { output, code } = run('--prot', '9001');
    expect(await code).toBe(2);
    expect(output()).toBe('There is no option "--prot"; "npm start -- --help" lists those that there are.\n');
  });
});
