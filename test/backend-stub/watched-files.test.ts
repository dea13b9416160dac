import { rmSync, symlinkSync, renameSync, mkdirSync } from 'node:fs';
import { WatchedFiles } from '../../backend-stub/watched-files.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { patiently } from './patiently.ts';

const files = new ConfigurationFiles();
afterAll(() => files.remove());

/** Watches files that held `known`, and keeps what was told of them. */
function watch(paths: readonly string[], known: readonly string[]) {
  const told: unknown[] = [];
  const watched = new WatchedFiles({
    files: paths,
    known,
    take: (contents) => {
      if (contents.includes('broken')) throw new Error('it is broken');
      told.push(contents);
    },
    onTaken: () => told.push('taken'),
    onProblem: (error) => told.push(error?.message ?? 'over'),
    intervalMilliseconds: 1,
  });
  return { told, watched };
}

describe('files that are watched', () => {
  it('are not taken again while they hold what they held, space around it aside', async () => {
    const { told, watched } = watch([files.write('same', 'one\n')], ['one']);
    await watched.look();
    await watched.look();
    expect(told).toEqual([]);
  });

  it('are taken together when one of them holds something else, once', async () => {
    const { told, watched } = watch([files.write('first', 'one'), files.write('second', 'two')], ['one', 'two']);
    files.write('second', 'three\n');
    await watched.look();
    await watched.look();
    expect(told).toEqual([['one', 'three'], 'taken']);
  });

  it('are told when one goes missing, once, and when it is back; what was taken stays', async () => {
    const { told, watched } = watch([files.write('gone', 'one')], ['one']);
    rmSync(files.path('gone'));
    await watched.look();
    await watched.look();
    files.write('gone', 'one');
    await watched.look();
    expect(told).toEqual([`${files.path('gone')} can not be read (ENOENT)`, 'over']);
  });

  it('are told when what they hold can not be used, and are tried again until it can', async () => {
    const { told, watched } = watch([files.write('bad', 'one')], ['one']);
    files.write('bad', 'broken');
    await watched.look();
    await watched.look();
    files.write('bad', 'two');
    await watched.look();
    expect(told).toEqual(['it is broken', ['two'], 'taken', 'over']);
  });

  it('may be a mounted Secret, whose files change by a symbolic link to another folder', async () => {
    for (const folder of ['before', 'after']) mkdirSync(files.path(folder));
    files.write('before/token', 'one');
    files.write('after/token', 'two');
    symlinkSync(files.path('before'), files.path('data'));
    symlinkSync(files.path('data/token'), files.path('token'));
    const { told, watched } = watch([files.path('token')], ['one']);
    await watched.look();
    symlinkSync(files.path('after'), files.path('data-new'));
    renameSync(files.path('data-new'), files.path('data'));
    await watched.look();
    expect(told).toEqual([['two'], 'taken']);
  });

  it('are looked at by themselves, until that is stopped', async () => {
    const { told, watched } = watch([files.write('often', 'one')], ['one']);
    watched.start();
    files.write('often', 'two');
    await patiently(() => told.includes('taken'));
    watched.stop();
    // A look that was under way may still end.
    await watched.look();
    files.write('often', 'three');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toEqual([['two'], 'taken']);
  });
});
