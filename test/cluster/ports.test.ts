import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePorts, reservations } from './ports.ts';

const drawn = (ports: readonly number[]): (() => number) => {
  const left = [...ports];
  return () => left.shift() ?? 0;
};

/** What another test process leaves while it holds a port. */
function holds(pid: number, port: number): void {
  mkdirSync(reservations, { recursive: true });
  writeFileSync(join(reservations, String(port)), String(pid));
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('ports for tests', () => {
  it('are given out once', async () => {
    const [first = 0] = await freePorts(1);
    const [next = 0] = await freePorts(1);
    expect(await freePorts(1, drawn([first, next, first, 32_001]))).toEqual([32_001]);
  });

  it('are not given out while another process that lives holds them, though nobody listens there yet', async () => {
    holds(process.ppid, 32_002);
    expect(await freePorts(1, drawn([32_002, 32_003]))).toEqual([32_003]);
  });

  it('are taken over from a process that has ended', async () => {
    holds(await endedProcess(), 32_004);
    expect(await freePorts(1, drawn([32_004, 32_005]))).toEqual([32_004]);
  });

  it('are not given out where somebody listens', async () => {
    const server = createServer().listen(32_006, '127.0.0.1');
    await once(server, 'listening');
    expect(await freePorts(1, drawn([32_006, 32_007]))).toEqual([32_007]);
    server.close();
  });
});
