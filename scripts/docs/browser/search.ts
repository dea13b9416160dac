/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import MiniSearch from 'minisearch';
import { searchOptions } from '../search-options.ts';

declare global {
  interface Window {
    /** What `search-index.js` left: a script, since a page from a file may fetch nothing. */
    readonly gennakerSearchIndex?: string;
  }
}

const most = 12;
const field = document.querySelector<HTMLInputElement>('#search');
const list = document.querySelector<HTMLElement>('#found');
const status = document.querySelector<HTMLElement>('#how-many');
const root = document.documentElement.dataset['root'] ?? '';
let index: MiniSearch | undefined;

/** Half a megabyte, which who only reads never needs. What was typed until it is there is found then. */
function fetchIndex(): void {
  const script = document.createElement('script');
  script.src = `${root}search-index.js`;
  script.addEventListener('load', () => find(field?.value ?? ''));
  document.head.append(script);
}

function find(words: string): void {
  if (list === null || status === null || window.gennakerSearchIndex === undefined) return;
  index ??= MiniSearch.loadJSON(window.gennakerSearchIndex, searchOptions);
  const found = words.trim() === '' ? [] : index.search(words).slice(0, most);
  list.replaceChildren(...found.map((one) => entry({ href: String(one.id), ...texts(one) })));
  list.hidden = words.trim() === '';
  status.textContent = words.trim() === '' ? '' : found.length === 0 ? 'Nothing found' : `${found.length} found`;
}

interface Texts {
  readonly page: string;
  readonly heading: string;
  readonly excerpt: string;
}

function texts(found: Readonly<Record<string, unknown>>): Texts {
  return { page: String(found['page']), heading: String(found['heading']), excerpt: String(found['excerpt']) };
}

function entry({ href, page, heading, excerpt }: Texts & { readonly href: string }): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `${root}${href}`;
  link.textContent = heading === page ? page : `${page}: ${heading}`;
  const text = document.createElement('p');
  text.textContent = excerpt;
  item.append(link, text);
  return item;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Down and up lead from the field through what was found and back; Escape leaves. */
function move(event: KeyboardEvent): void {
  if (event.key === 'Escape') return leave(event);
  const step = steps[event.key];
  if (step === undefined || list === null) return;
  const stops = [field, ...list.querySelectorAll('a')];
  const next = stops[stops.findIndex((stop) => stop === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next?.focus();
}

function leave(event: KeyboardEvent): void {
  if (field === null) return;
  event.preventDefault();
  field.value = '';
  find('');
  field.focus();
}

field?.addEventListener('focus', fetchIndex, { once: true });
field?.addEventListener('input', () => find(field.value));
field?.parentElement?.addEventListener('keydown', move);
document.addEventListener('keydown', (event) => {
  const isWriting = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field?.focus();
});
