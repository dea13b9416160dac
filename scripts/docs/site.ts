import { buildSync } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { siteFile } from './links.ts';
import { renderMarkdown } from './markdown.ts';
import { navigationOf } from './navigation.ts';
import { pageHtml } from './page-html.ts';
import { searchIndex } from './search-index.ts';

const own = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Rooms and tests have READMEs as well: they are linked from pages, and not what somebody searches for. */
const isSearched = (file: string): boolean => /^(docs\/|deploy\/|README|CHANGELOG)/.test(file);

/**
 * Writes the pages of the project, of which `files` are all, as a site into a folder that is made anew. It needs no server: everything is relative, and
 * nothing is fetched.
 */
export function buildSite(files: readonly string[], into: string): void {
  const known = new Set(files);
  const pages = files
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return { file, text, ...renderMarkdown(file, text, known) };
    });
  const groups = navigationOf(readFileSync('docs/README.md', 'utf8'), (file) => titleOf(pages, file));
  rmSync(into, { recursive: true, force: true });
  const write = (file: string, text: string): void => writeFileSync(placeFor(join(into, file)), text);
  for (const page of pages) write(siteFile(page.file), pageHtml(page, groups));
  for (const file of new Set(pages.flatMap((page) => page.files))) copyFileSync(file, placeFor(join(into, file)));
  const index = searchIndex(pages.filter(({ file }) => isSearched(file)));
  write('search-index.js', `window.gennakerSearchIndex = ${JSON.stringify(index)};\n`);
  copyFileSync(own('site.css'), join(into, 'site.css'));
  const outfile = join(into, 'search.js');
  buildSync({ entryPoints: [own('browser/search.ts')], outfile, bundle: true, minify: true, target: 'es2022' });
}

function titleOf(pages: readonly { readonly file: string; readonly title: string }[], file: string): string {
  return pages.find((page) => page.file === file)?.title ?? file;
}

function placeFor(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  return file;
}
