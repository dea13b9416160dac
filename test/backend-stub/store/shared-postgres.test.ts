import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { root } from '../../architecture/tracked-files.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { sharedPostgres } from '../../postgres/shared.ts';

const programs = requirePrograms();
const patience = 120_000;

function connected(port: number): Promise<boolean> {
  const client = new pg.Client(`postgres://postgres@127.0.0.1:${port}/postgres`);
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

(programs === undefined ? describe.skip : describe)('the PostgreSQL that the test files of a process share', () => {
  it(
    'is one',
    async () => {
      const ports = await Promise.all([sharedPostgres(programs ?? ''), sharedPostgres(programs ?? '')]);
      expect(new Set(ports).size).toBe(1);
      expect(await connected(ports[0])).toBe(true);
    },
    patience,
  );

  it(
    'ends with the process, even where that could do nothing more',
    async () => {
      const another = `import { sharedPostgres } from './test/postgres/shared.ts';
        console.log(await sharedPostgres(${JSON.stringify(programs)}));
        setInterval(() => undefined, 1000);`;
      const words = ['--import', 'tsx', '--input-type=module', '--eval', another];
      const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      const [printed] = (await once(child.stdout, 'data')) as [Buffer];
      const port = Number(printed.toString());
      expect(await connected(port)).toBe(true);
      child.kill('SIGKILL');
      while (await connected(port)) await pause(50);
    },
    patience,
  );
});
