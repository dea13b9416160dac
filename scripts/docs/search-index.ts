import MiniSearch from 'minisearch';
import { anchorOf } from './headings.ts';
import { searchOptions } from './search-options.ts';
import { siteFile } from './links.ts';

export interface SearchedPage {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

/** An index of all sections, as JSON that `MiniSearch.loadJSON` takes with the same options. */
export function searchIndex(pages: readonly SearchedPage[]): string {
  const search = new MiniSearch(searchOptions);
  search.addAll(pages.flatMap(sectionsOf));
  return JSON.stringify(search);
}

/** A page from one heading to the next; what stands before the first is under the title. */
function sectionsOf({ file, title, text }: SearchedPage): readonly object[] {
  return text.split(/^(?=#{1,6} )/m).flatMap((part) => {
    const [, heading = title] = /^#+ (.*)$/m.exec(part) ?? [];
    const body = part.replace(/^#+ .*$/m, '');
    const words = plain(body);
    if (words === '') return [];
    const anchor = heading === title ? '' : `#${anchorOf(heading)}`;
    const id = `${siteFile(file)}${anchor}`;
    return [{ id, page: title, heading: plain(heading), text: words, excerpt: excerptOf(body) }];
  });
}

/** Sentences before anything else: what stands in code and tables says little by itself. */
function excerptOf(body: string): string {
  const sentences = plain(body.replaceAll(/^```[^]*?^```$|^\|.*$/gm, ''));
  return (sentences === '' ? plain(body) : sentences).slice(0, 160);
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*|]|^-+$|^```\w*$/gm, ' ')
    .replaceAll(/-{3,}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
