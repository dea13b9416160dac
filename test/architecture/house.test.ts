import { join, posix } from 'node:path';
import { silencedLines } from './silenced.ts';
import { projectFiles, read, root, sourceFiles } from './tracked-files.ts';

interface JestConfig {
  readonly projects: readonly { readonly testMatch: readonly string[] }[];
}

const ourCode = projectFiles.filter((file) => /\.(tsx?|m?js|go)$/.test(file) && !file.includes('/fixtures/'));
const folders = (files: readonly string[]): readonly string[] => [...new Set(files.map((file) => posix.dirname(file)))];

/** Folders directly below these are rooms; what lies deeper belongs to its room. */
const roomsUnder = ['backend-stub', 'frontend', 'test'];

function roomFolders(): readonly string[] {
  const isRoom = /^(backend-stub|frontend|test)\/[^/]+$/;
  const below = projectFiles.map((file) => file.split('/').slice(0, 2).join('/')).filter((path) => isRoom.test(path));
  const first = [...roomsUnder, 'docs', 'scripts', 'deploy'].filter((room) =>
    projectFiles.some((file) => file.startsWith(`${room}/`)),
  );
  return [...new Set([...first, ...below.filter((path) => !projectFiles.includes(path))])];
}

describe('the house', () => {
  it('tells in a README what may live in each room', () => {
    const without = roomFolders().filter((room) => !projectFiles.includes(`${room}/README.md`));
    expect(without).toEqual([]);
  });

  it('has a jest project for every test', async () => {
    const { default: config }: { readonly default: JestConfig } = await import(join(root, 'jest.config.mjs'));
    const folders = config.projects.flatMap(({ testMatch }) =>
      testMatch.map((pattern) => pattern.split('**')[0] ?? ''),
    );
    const run = (file: string): boolean => folders.some((folder) => `<rootDir>/${file}`.startsWith(folder));
    const tests = projectFiles.filter((file) => /\.test\.tsx?$/.test(file));
    expect(tests.filter((file) => !run(file))).toEqual([]);
  });

  it('has no source file over 300 lines', () => {
    const lengths = sourceFiles.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('names no file or folder after nothing in particular', () => {
    // "field manager" is Kubernetes' own term.
    const vague = /(^|[-_/])(utils?|helpers?|common|misc|(?<!field-)managers?)([-_./]|$)/i;
    const places = [...ourCode, ...folders(ourCode)];
    expect(places.filter((place) => vague.test(place))).toEqual([]);
  });

  it('silences neither the compiler nor the linter, and leaves nothing untyped', () => {
    expect(sourceFiles.flatMap((file) => silencedLines(file, read(file)))).toEqual([]);
  });

  it('names no folder of the machine that it was written on, and no registry', () => {
    const elsewhere = /\/work\/|https?:\/\/[\w.-]*(registry|artifactory|nexus|goproxy|proxy\.golang|sum\.golang)/i;
    const places = projectFiles.filter((file) => elsewhere.test(read(file)));
    expect(places).toEqual([]);
  });
});

describe('the check of silenced places', () => {
  it.each([
    ['let a: any;', 1],
    ['const list: Array<any> = [];', 1],
    ['const b = c as any;', 1],
    ['// @ts-ignore', 1],
    ['// eslint-disable-next-line', 1],
    ['// as a rule: any one of them\nconst text = ": any";', 0],
  ])('counts in %j', (text, lines) => {
    expect(silencedLines('a.ts', text)).toHaveLength(lines);
  });
});
