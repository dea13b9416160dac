import { dirname, join, normalize } from 'node:path/posix';
import { anchorOf } from '../../scripts/docs/headings.ts';
import { projectFiles, read } from '../architecture/tracked-files.ts';

/** All that people read: pages of `docs/`, and the READMEs. */
export const pages: readonly string[] = projectFiles.filter(
  (file) => file.endsWith('.md') && !file.startsWith('test/fixtures/'),
);

/** Those that tell people what to do. */
export const guides: readonly string[] = pages.filter((page) =>
  /^(README|deploy\/README|docs\/[\w-]+)\.md$/.test(page),
);

export interface Snippet {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

export function snippetsOf(page: string): readonly Snippet[] {
  const found = [...read(page).matchAll(/^```(\w*)\n([^]*?)^```$/gm)];
  return found.map(([, language = '', text = '']) => ({ page, language, text }));
}

export interface Command {
  readonly page: string;
  /** Without a line end: what a `\\` continues is put together. */
  readonly line: string;
}

/** What a page tells to type: the lines of fenced blocks without a language, or of a shell. */
export function commandsOf(page: string): readonly Command[] {
  const blocks = snippetsOf(page).filter(({ language }) => ['', 'sh'].includes(language));
  const lines = blocks.flatMap(({ text }) => text.replaceAll(/ \\\n\s*/g, ' ').split('\n'));
  return lines.filter((line) => line !== '').map((line) => ({ page, line }));
}

/** What it tells to type in the middle of a sentence; a program and a verb alone are only talked about. */
export function commandsInSentences(page: string): readonly Command[] {
  const found = read(page).matchAll(/`((?:kubectl|helm) [^\s`]+ [^`…]+)`/g);
  return [...found].map(([, line = '']) => ({ page, line }));
}

export interface Link {
  readonly page: string;
  /** As it is written. */
  readonly target: string;
}

export function linksOf(page: string): readonly Link[] {
  const text = read(page)
    .replaceAll(/^```[^]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`(?!\])/g, '');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({ page, target }));
}

/** Why it leads nowhere; undefined where it leads somewhere, or out of this project. */
export function deadLink({ page, target }: Link): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  const isFolder = projectFiles.some((one) => one.startsWith(`${file.replace(/\/$/, '')}/`));
  if (!projectFiles.includes(file) && !isFolder) return `${page} leads to ${target}, which is not there`;
  if (anchor === undefined || anchorsOf(file).includes(anchor)) return undefined;
  return `${page} leads to ${target}, and ${file} has no such heading`;
}

function anchorsOf(file: string): readonly string[] {
  const headings = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return headings.map(anchorOf);
}
