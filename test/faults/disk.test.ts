import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmdirSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import { until } from '../stage/pipeline.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { all, Stand, tracesOf } from './stand.ts';
import { approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;

/** A disk of its own in memory, which only root may make. Undefined where it can't be made, which is said. */
function smallDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'gennaker', folder], { stdio: 'pipe' });
    return folder;
  } catch {
    rmdirSync(folder);
    const file = process.env['GENNAKER_LEFT_OUT'];
    if (file !== undefined && file !== '')
      appendFileSync(file, 'A full disk under PostgreSQL: only root may mount one, so that was not tried\n');
    return undefined;
  }
}

/** Fills a disk to its last byte. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const size = { current: 2 ** 20 };
  while (size.current >= 1) {
    try {
      writeSync(descriptor, Buffer.alloc(size.current));
    } catch {
      size.current = Math.floor(size.current / 2);
    }
  }
  closeSync(descriptor);
}

(programs === undefined ? describe.skip : describe)(`a full disk (GENNAKER_SEED=${seed})`, () => {
  const disk = programs === undefined ? undefined : smallDisk(160);
  const stands: Stand[] = [];
  afterAll(async () => {
    for (const stand of stands) await stand.close();
    if (disk === undefined) return;
    execFileSync('umount', [disk]);
    rmdirSync(disk);
  }, patience);

  (disk === undefined ? it.skip : it)(
    'under PostgreSQL: nothing is lost, and with space again the outcome is the same',
    async () => {
      const stand = await Stand.start(programs ?? '', { parent: disk ?? '' });
      stands.push(stand);
      const { world, rehearsals } = await stand.lane({ count: 2, leaseSeconds: 15 });
      const [replica] = world.replicas;
      const filler = join(disk ?? '', 'filler');
      const deed = async (): Promise<void> => {
        fill(filler);
        expect(await whyFull(stand.postgres.url('postgres'))).toBe('53100');
        await pause(3000);
        rmSync(filler);
        await stand.postgres.revive();
      };
      const played: Rehearsed[] = [];
      for (const at of ['started', 'waiting', 'decided'] as const)
        played.push(await rehearsals.play(new Deed(world, { name: 'full', at, deed })));
      expect(tracesOf(played)).toEqual(all(played, approved));
      expect(replica?.isRunning).toBe(true);
    },
    patience,
  );

  it(
    "under the service's log: it goes on without its lines, and ends in order when it is told to",
    async () => {
      const stand = await Stand.start(programs ?? '');
      stands.push(stand);
      const { world, rehearsals } = await stand.lane({ output: 'full' });
      const [replica] = world.replicas;
      expect((await rehearsals.play()).traces).toEqual(approved);
      expect(replica?.isRunning).toBe(true);
      await replica?.terminate();
      await until('nobody answers any more', () => (replica?.isRunning === true ? undefined : true));
    },
    patience,
  );
});

/** What PostgreSQL says to somebody who writes more than there is room for. */
async function whyFull(url: string): Promise<string> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`create table filler as select repeat(md5(n::text), 100) from generate_series(1, 100000) n`);
    return 'there was room';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  } finally {
    await client.end().catch(() => undefined);
  }
}
