import { posix } from 'node:path';
import { hrefFrom, siteFile } from './links.ts';
import { escaped } from './markdown.ts';
import type { Group } from './navigation.ts';

export interface Page {
  readonly file: string;
  readonly title: string;
  readonly html: string;
}

/** A page of the site, with the way to the others and the search. */
export function pageHtml({ file, title, html }: Page, groups: readonly Group[]): string {
  const up = posix.relative(posix.dirname(siteFile(file)), '');
  const root = up === '' ? '' : `${up}/`;
  const name = title === 'Gennaker' ? title : `${title} · Gennaker`;
  return `<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}site.css">
<script defer src="${root}search.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="home" href="${hrefFrom(file, { kind: 'file', file: 'README.md', anchor: '' }) || '#content'}">Gennaker</a>
<search>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="how-many" placeholder="press /">
<span id="how-many" role="status"></span>
<ol id="found" hidden></ol>
</search>
</header>
<div class="columns">
<nav aria-label="Pages">
${groups.map((group) => groupHtml(file, group)).join('\n')}
</nav>
<main id="content" tabindex="-1">
${html}</main>
</div>
</body>
</html>
`;
}

function groupHtml(page: string, { title, pages }: Group): string {
  const items = pages.map(({ file, title: name }) => {
    const current = file === page ? ' aria-current="page"' : '';
    const href = hrefFrom(page, { kind: 'file', file, anchor: '' });
    return `<li><a href="${href === '' ? '#content' : href}"${current}>${escaped(name)}</a></li>`;
  });
  return `<h2>${escaped(title)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`;
}
