import { Marked } from 'marked';
import { anchorOf } from './headings.ts';
import { hrefFrom, targetOf } from './links.ts';

export interface Rendered {
  readonly title: string;
  readonly html: string;
  /** Files that are no pages and must go along: pictures, and what links lead to. */
  readonly files: readonly string[];
}

/** A page of Markdown as HTML. Nothing of it is taken for HTML already, and links lead to pages of the site. */
export function renderMarkdown(page: string, text: string, files: ReadonlySet<string>): Rendered {
  const along = new Set<string>();
  const address = (href: string): string => {
    const target = targetOf(page, href, files);
    if (target.kind === 'elsewhere') return href;
    if (!target.file.endsWith('.md')) along.add(target.file);
    return hrefFrom(page, target);
  };
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: written }) {
        const anchor = anchorOf(written);
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(address(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text: alternative }) {
        return `<img src="${escaped(address(href))}" alt="${escaped(alternative)}">`;
      },
      code({ text: code }) {
        return `<pre tabindex="0"><code>${escaped(code)}</code></pre>\n`;
      },
      // Else a long key would leave no room for what is said of it.
      codespan: ({ text: code }) => `<code>${escaped(code).replaceAll(/[./](?=\w)/g, '$&<wbr>')}</code>`,
      html: ({ text: written }) => escaped(written),
    },
  });
  const html = marked.parse(text, { async: false }).replaceAll('<table>', '<div class="table" tabindex="0"><table>');
  const [, title = page] = /^# (.*)$/m.exec(text) ?? [];
  return { title, html: html.replaceAll('</table>', '</table></div>'), files: [...along] };
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
