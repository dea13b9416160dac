import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPgliteStore } from '../../../backend-stub/store/pglite.ts';
import { aDeployment } from './a-deployment.ts';

let folder: string;
let closed: string;
beforeAll(async () => {
  const parent = mkdtempSync(join(tmpdir(), 'gennaker-pglite-'));
  closed = join(parent, 'below', 'store');
  await (await openPgliteStore({ directory: closed })).close();
}, 60_000);
afterAll(() => rmSync(join(closed, '..', '..'), { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gennaker-pglite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Where a store was made and closed before: a copy, as making one takes seconds of the processor. */
function directoryOfOne(): string {
  const directory = join(folder, 'store');
  cpSync(closed, directory, { recursive: true });
  return directory;
}

describe('a PGlite store in a directory', () => {
  it('keeps deployments over a restart', async () => {
    const directory = directoryOfOne();
    const record = aDeployment();
    const first = await openPgliteStore({ directory });
    await first.create(record, []);
    await first.close();
    const second = await openPgliteStore({ directory });
    expect(await second.read(record.id)).toEqual(record);
    await second.close();
    expect(existsSync(`${directory}.lock`)).toBe(false);
  }, 60_000);

  it('belongs to one process at a time', async () => {
    const directory = directoryOfOne();
    const first = await openPgliteStore({ directory });
    await expect(openPgliteStore({ directory })).rejects.toMatchObject({ name: 'StoreInUse' });
    await first.close();
    await (await openPgliteStore({ directory })).close();
  }, 60_000);

  it('is free again when the process that had it was killed', async () => {
    const directory = directoryOfOne();
    const holder = join(folder, 'holder.mjs');
    writeFileSync(
      holder,
      `import { createServer } from 'node:net'; createServer().listen(process.argv[2], () => process.send('holds'));`,
    );
    const child = fork(holder, [`${directory}.lock`], { execArgv: [], env: {} });
    await once(child, 'message');
    await expect(openPgliteStore({ directory })).rejects.toMatchObject({ name: 'StoreInUse' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(`${directory}.lock`)).toBe(true);
    await (await openPgliteStore({ directory })).close();
  }, 60_000);

  it('gives the directory free when it can not be opened', async () => {
    const directory = join(folder, 'store');
    writeFileSync(directory, 'a file');
    await expect(openPgliteStore({ directory })).rejects.toThrow();
    const server = createServer().listen(`${directory}.lock`);
    await once(server, 'listening');
    server.close();
  }, 60_000);

  it('says after closing that it does not answer', async () => {
    const store = await openPgliteStore({ directory: directoryOfOne() });
    await Promise.all([store.close(), store.close()]);
    await expect(store.health()).rejects.toMatchObject({ name: 'StoreUnavailable' });
  }, 60_000);
});
