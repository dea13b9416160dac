import { statSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import { recordAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { drawingsOf } from '../../scripts/docs/strategies.ts';
import { projectFiles, read } from '../architecture/tracked-files.ts';
import { versions } from '../demo/podinfo.ts';
import { readCommandLine } from '../playground/command-line.ts';
import { samplePipeline } from '../playground/sample.ts';
import { playgroundUsers } from '../playground/users.ts';
import { deadLink, linksOf, pages, snippetsOf } from './pages.ts';

const guides = pages.filter((page) => page === 'README.md' || /^docs\/[\w-]+\.md$/.test(page));
const snippets = guides.flatMap(snippetsOf);

describe('what is read of this project', () => {
  it('has no link that leads nowhere, to a page or to a heading', () => {
    const links = pages.flatMap(linksOf);
    expect(links.length).toBeGreaterThan(200);
    expect(links.flatMap((link) => deadLink(link) ?? [])).toEqual([]);
    const dead = ['docs/nothing.md', 'docs/install.md#nothing'].map((target) =>
      deadLink({ page: 'README.md', target }),
    );
    expect(dead).toEqual([expect.stringContaining('not there'), expect.stringContaining('no such heading')]);
  });

  it('names no file or folder of this project that is not there', () => {
    const named = guides.flatMap((page) =>
      [...read(page).matchAll(/`((?:backend-stub|frontend|test|scripts|deploy|docs)\/[\w./-]*)`/g)].map(
        ([, path = '']) => ({ page, path: path.replace(/\/$/, '') }),
      ),
    );
    expect(named.length).toBeGreaterThan(40);
    const isThere = (path: string): boolean =>
      projectFiles.some((file) => file === path || file.startsWith(`${path}/`));
    expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
  });

  it('calls no command of npm that package.json does not have', () => {
    const scripts = recordAt(JSON.parse(read('package.json')), 'scripts');
    const called = pages.flatMap((page) =>
      [...read(page).matchAll(/(?:`|^)npm (?:run )?([\w:]+)/gm)].map(([, name]) => name ?? ''),
    );
    const npms = ['install', 'ci', 'sbom', 'i', 'root'];
    expect(called.length).toBeGreaterThan(40);
    expect([...new Set(called)].filter((name) => !Object.hasOwn(scripts, name) && !npms.includes(name))).toEqual([]);
  });

  it('has YAML and JSON that can be read', () => {
    const written = snippets.filter(({ language }) => ['yaml', 'json'].includes(language));
    expect(written.length).toBeGreaterThan(10);
    for (const { page, text } of written)
      expect([page, parseAllDocuments(text).flatMap((document) => document.errors)]).toEqual([page, []]);
  });
});

describe('docs/migrate.md', () => {
  it('has stages that the service takes', () => {
    const stages = snippets.filter(({ page, language }) => page === 'docs/migrate.md' && language === 'json');
    expect(stages).toHaveLength(2);
    expect(stages.map(({ text }) => parseDeployment(JSON.parse(text)).kind)).toEqual(['valid', 'valid']);
  });

  it("has the steps of Armory's file in the stage that it becomes", () => {
    const [, , after] = snippets.filter(({ page, language }) => page === 'docs/migrate.md' && language !== '');
    const before = snippets.find(({ page, language }) => page === 'docs/migrate.md' && language === 'yaml');
    const [document] = parseAllDocuments(before?.text ?? '');
    const old: unknown = document?.toJS();
    const now: unknown = JSON.parse(after?.text ?? '{}');
    expect(recordAt(now, 'strategy', 'canary')).toEqual(recordAt(old, 'strategies', 'rolling', 'canary'));
  });

  it('translates steps of a Rollout into steps that the service takes', () => {
    const written = [...read('docs/migrate.md').matchAll(/`(\{ "(?:setWeight|pause)"[^`]*)`/g)].map(
      ([, step = '']) => step,
    );
    expect(written).toHaveLength(3);
    const steps: readonly unknown[] = written.map((step): unknown => JSON.parse(step));
    const parsed = parseDeployment({
      targets: [{ account: 'prod' }],
      manifest: { source: 'text', text: 'kind: Deployment' },
      strategy: { canary: { steps } },
    });
    expect(parsed).toMatchObject({ kind: 'valid' });
  });
});

describe('docs/strategies.md', () => {
  it('has pictures of the steps below them, as they are drawn', () => {
    const drawings = drawingsOf(read('docs/strategies.md'));
    expect(drawings).toHaveLength(4);
    for (const { file, svg } of drawings) expect([file, read(`docs/${file}`)]).toEqual([file, svg]);
  });
});

describe('docs/start.md', () => {
  const page = read('docs/start.md');

  it('calls the playground as it can be called', () => {
    const calls = [...page.matchAll(/^npm start(?: -- (.*))?$/gm)].map(([, words]) => words?.split(' ') ?? []);
    expect(calls).toHaveLength(3);
    expect(calls.map((words) => readCommandLine(words).kind)).toEqual(['start', 'start', 'start']);
  });

  it('names the sample, the tags to change to, and people who are there', () => {
    for (const name of [`"${samplePipeline}"`, `\`${versions.bad}\``, `\`${versions.first}\``])
      expect(page).toContain(name);
    const people = [...page.matchAll(/`(\w+@example\.com)`/g)].map(([, name]) => name);
    expect(people).toHaveLength(3);
    expect(playgroundUsers('any').map(({ name }) => name)).toEqual(expect.arrayContaining(people));
  });
});

describe('README.md', () => {
  it('has a picture that is quickly there', () => {
    const [, picture = ''] = /!\[[^\]]+\]\((docs\/[\w-]+\.png)\)/.exec(read('README.md')) ?? [];
    expect(statSync(picture).size).toBeLessThan(150_000);
  });

  it('is short', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(60);
  });
});
