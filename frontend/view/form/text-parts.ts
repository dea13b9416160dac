import { countLines } from './text-editing.ts';

/** More lines than that are shown in parts: a browser lays all lines of a textarea out again at each key. */
export const partLimit = 500;
const usualPart = 250;

/** How many lines each part has. Together they are all lines of the text. */
export type PartSizes = readonly number[];

/** Parts of about 250 lines, that begin with a document where there is one near; one part when the text is short enough. */
export function splitParts(text: string): PartSizes {
  const lines = text.split('\n');
  if (lines.length <= partLimit) return [lines.length];
  const sizes: number[] = [];
  for (let start = 0; start < lines.length;) {
    const size = partSize(lines, start);
    sizes.push(size);
    start += size;
  }
  return sizes;
}

function partSize(lines: readonly string[], start: number): number {
  const left = lines.length - start;
  if (left <= usualPart) return left;
  for (let size = usualPart; size > usualPart / 2; size--)
    if (lines[start + size]?.startsWith('---') === true) return size;
  return usualPart;
}

/** The parts of a text; what is more or less than the sizes say belongs to the last. */
export function cutParts(text: string, sizes: PartSizes): readonly string[] {
  const lines = text.split('\n');
  let start = 0;
  return sizes.map((size, index) => {
    const from = start;
    start += size;
    return lines.slice(from, index === sizes.length - 1 ? lines.length : start).join('\n');
  });
}

/** Where a part stands among the lines, counted from 1. */
export function partLines(sizes: PartSizes, part: number): { readonly first: number; readonly last: number } {
  const before = sizes.slice(0, part).reduce((sum, size) => sum + size, 0);
  return { first: before + 1, last: before + (sizes[part] ?? 0) };
}

/** The part that holds a line, counted from 1. */
export function partOf(sizes: PartSizes, line: number): number {
  const found = sizes.findIndex((_, part) => partLines(sizes, part).last >= line);
  return found === -1 ? sizes.length - 1 : found;
}

/** Sizes after one part was written anew. */
export function resizePart(sizes: PartSizes, part: number, text: string): PartSizes {
  return sizes.map((size, index) => (index === part ? countLines(text) : size));
}
