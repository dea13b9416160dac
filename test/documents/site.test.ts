import MiniSearch from 'minisearch';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { renderMarkdown } from '../../scripts/docs/markdown.ts';
import { searchOptions } from '../../scripts/docs/search-options.ts';
import { buildSite } from '../../scripts/docs/site.ts';
import { projectFiles } from '../architecture/tracked-files.ts';

describe('the site of the documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-docs-'));
  const files = projectFiles.filter((file) => !/^test\/fixtures\/.*\.md$/.test(file));
  let built: readonly string[] = [];
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const idsOf = (file: string): readonly string[] =>
    [...read(file).matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
  const found = (words: string): readonly string[] => {
    const text = JSON.parse(
      read('search-index.js')
        .replace(/^window.gennakerSearchIndex = /, '')
        .replace(/;\n$/, ''),
    ) as string;
    return MiniSearch.loadJSON(text, searchOptions)
      .search(words)
      .map(({ id }) => String(id));
  };

  beforeAll(() => {
    buildSite(files, folder);
    built = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has no link, picture or script that is not there, and no anchor without its heading', () => {
    const dead: string[] = [];
    const pages = built.filter((file) => file.endsWith('.html'));
    for (const page of pages) {
      for (const [, target = ''] of read(page).matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), path));
        if (!built.includes(file) || (anchor !== undefined && !idsOf(file).includes(anchor)))
          dead.push(`${page}: ${target}`);
      }
    }
    expect(pages.length).toBeGreaterThan(60);
    expect(dead).toEqual([]);
  });

  it('names every page that docs/README.md lists, on each page, and marks the one that is shown', () => {
    const page = read('docs/strategies.html');
    for (const name of ['Install', 'Strategies', 'Keys of the stage', 'Runbooks'])
      expect(page).toContain(`>${name}</a>`);
    expect(page).toContain('<a href="#content" aria-current="page">Strategies</a>');
  });

  it('finds a page by its words, begun or with a letter wrong, the one about them first', () => {
    expect(found('strateg')[0]).toMatch(/^docs\/strategies\.html/);
    expect(found('belongs somebody else')).toContain('docs/stage.html#what-belongs-to-somebody-else');
    expect(found('onOutsidePromotion')).toContain('docs/stage-reference.html');
    expect(found('kustomise')[0]).toMatch(/^(docs\/install|deploy\/README)\.html/);
    expect(found('xylophone')).toEqual([]);
  });

  it('takes nothing in a page for HTML', () => {
    const { html } = renderMarkdown('docs/x.md', '# A <b>\n\n<script>alert(1)</script>\n\n`<i>`\n', new Set());
    expect(html).not.toMatch(/<(script|b|i)>/);
    expect(html).toContain('&lt;script&gt;');
  });
});
