import { posix } from 'node:path';

const { dirname, join, normalize, relative } = posix;

/** Where a link of a page leads: out of the project, or to one of its files, perhaps at a heading. */
export type Target =
  { readonly kind: 'elsewhere' } | { readonly kind: 'file'; readonly file: string; readonly anchor: string };

/** A folder is its README, as GitHub shows it. */
export function targetOf(page: string, href: string, files: ReadonlySet<string>): Target {
  if (/^[a-z]+:/.test(href)) return { kind: 'elsewhere' };
  const [path = '', anchor = ''] = href.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path)).replace(/\/$/, '');
  const readme = `${file}/README.md`;
  return { kind: 'file', file: !files.has(file) && files.has(readme) ? readme : file, anchor };
}

/** The address of a file's page on the site, seen from another page. */
export function hrefFrom(page: string, { file, anchor }: Extract<Target, { kind: 'file' }>): string {
  const path = file === page ? '' : relative(dirname(page), siteFile(file));
  return `${path}${anchor === '' ? '' : `#${anchor}`}`;
}

/** A page stays where its Markdown is; `index.html` is the README of the project. */
export function siteFile(file: string): string {
  return file === 'README.md' ? 'index.html' : file.replace(/\.md$/, '.html');
}
