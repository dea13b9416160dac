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
  /** The text that was cut, to tell what comes from outside. */
  readonly of: string;
}

/** A long text in parts. Only where it is cut is kept here; the text is the one that is given. */
export function useParts(value: string, onChange: (text: string) => void): Parts {
  const [kept, setKept] = useState<Cut>(() => ({
    sizes: splitParts(value),
    current: 0,
    cut: 0,
    whole: false,
    of: value,
  }));
  const cut = kept.of === value ? kept : cutAnew(kept, value);
  const { sizes, current, whole } = cut;
  useLayoutEffect(() => {
    if (cut !== kept) setKept(cut);
  });
  const texts = cutParts(value, sizes);
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
        ...(all ? oneCut(value) : { sizes: splitParts(value) }),
        cut: cut.cut + 1,
        current: 0,
        whole: all,
      }),
    write: (written) => {
      const of = texts.map((text, index) => (index === current ? written : text)).join('\n');
      const grown = countLines(written) > partLimit + partLimit / 2 && !whole;
      setKept(grown ? cutAnew(cut, of) : { ...cut, sizes: resizePart(sizes, current, written), of });
      onChange(of);
    },
  };
}

function oneCut(text: string): Pick<Cut, 'sizes'> {
  return { sizes: [countLines(text)] };
}

/** The same line stays in view, as far as there is one. */
function cutAnew({ sizes, current, cut, whole }: Cut, value: string): Cut {
  const again = whole ? oneCut(value).sizes : splitParts(value);
  const line = partLines(sizes, current).first;
  const same = again.length === 1 && sizes.length === 1;
  return { sizes: again, current: same ? 0 : partOf(again, line), cut: same ? cut : cut + 1, whole, of: value };
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
