import { useLayoutEffect, useRef, useState } from 'react';
import type { MutableRefObject } from 'react';
import { cutParts, partLimit, partLines, partOf, resizePart, splitParts } from './text-parts.ts';
import type { PartSizes } from './text-parts.ts';
import { countLines } from './text-editing.ts';

export interface EditorHandle {
  /** Selects a line, counted from 1, and brings it into view. */
  readonly goTo: (line: number) => void;
}

export interface Parts {
  readonly sizes: PartSizes;
  readonly current: number;
  readonly text: string;
  /** Changes when the text is cut in another way: then the editor of a part begins anew. */
  readonly cut: number;
  readonly whole: boolean;
  readonly show: (part: number) => void;
  readonly showWhole: (whole: boolean) => void;
  readonly write: (text: string) => void;
}

interface Cut {
  readonly sizes: PartSizes;
  readonly current: number;
  readonly cut: number;
  readonly whole: boolean;
  /** The text that was cut. */
  readonly of: string;
  /** The value that was given last. */
  readonly given: string;
  /** What was handed up and has not been given back yet, in order: that is no news, however late it comes. */
  readonly underWay: readonly string[];
}

/**
 * A long text in parts. Whoever it is handed up to may take his time: until he gives it back, what was written here is what
 * counts, and only a value that was never handed up replaces it.
 */
export function useParts(value: string, onChange: (text: string) => void): Parts {
  const [kept, setKept] = useState<Cut>(() => ({
    sizes: splitParts(value),
    current: 0,
    cut: 0,
    whole: false,
    of: value,
    given: value,
    underWay: [],
  }));
  const cut = kept.given === value ? kept : received(kept, value);
  const { sizes, current, whole } = cut;
  useLayoutEffect(() => {
    if (cut !== kept) setKept(cut);
  });
  const texts = cutParts(cut.of, sizes);
  return {
    sizes,
    current,
    text: texts[current] ?? '',
    cut: cut.cut,
    whole,
    show: (part) => setKept({ ...cut, current: Math.min(Math.max(part, 0), sizes.length - 1) }),
    showWhole: (all) =>
      setKept({
        ...cut,
        ...(all ? oneCut(cut.of) : { sizes: splitParts(cut.of) }),
        cut: cut.cut + 1,
        current: 0,
        whole: all,
      }),
    write: (text) => {
      const of = texts.map((other, index) => (index === current ? text : other)).join('\n');
      const grown = countLines(text) > partLimit + partLimit / 2 && !whole;
      const written = grown ? cutAnew(cut, of) : { ...cut, sizes: resizePart(sizes, current, text), of };
      setKept({ ...written, underWay: [...cut.underWay, of] });
      onChange(of);
    },
  };
}

function received(kept: Cut, value: string): Cut {
  const place = kept.underWay.indexOf(value);
  if (place >= 0) return { ...kept, given: value, underWay: kept.underWay.slice(place + 1) };
  return { ...cutAnew(kept, value), given: value, underWay: [] };
}

function oneCut(text: string): Pick<Cut, 'sizes'> {
  return { sizes: [countLines(text)] };
}

/** The same line stays in view, as far as there is one. */
function cutAnew(kept: Cut, value: string): Cut {
  const { sizes, current, cut, whole } = kept;
  const again = whole ? oneCut(value).sizes : splitParts(value);
  const line = partLines(sizes, current).first;
  const same = again.length === 1 && sizes.length === 1;
  return { ...kept, sizes: again, current: same ? 0 : partOf(again, line), cut: same ? cut : cut + 1, of: value };
}

/** Goes to a line of the whole text: first to its part, and there when its editor is drawn. */
export function useGoTo(
  handle: MutableRefObject<EditorHandle | undefined>,
  { sizes, current, show }: Parts,
): MutableRefObject<EditorHandle | undefined> {
  const editor = useRef<EditorHandle>();
  const wanted = useRef<number>();
  useLayoutEffect(() => {
    handle.current = {
      goTo: (line) => {
        const part = partOf(sizes, line);
        wanted.current = line;
        if (part !== current) return show(part);
        arrive();
      },
    };
    const arrive = (): void => {
      if (wanted.current === undefined || editor.current === undefined) return;
      const line = wanted.current - partLines(sizes, current).first + 1;
      wanted.current = undefined;
      editor.current.goTo(line);
    };
    arrive();
    return () => void (handle.current = undefined);
  });
  return editor;
}
