import React, { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, MutableRefObject } from 'react';
import './text-editor.css';
import type { InputAttributes } from './Field.tsx';
import { Gutter } from './Gutter.tsx';
import type { Mark } from './Gutter.tsx';
import { replaceInArea, showLine } from './text-area.ts';
import { countLines, indent, newLine } from './text-editing.ts';
import { useDelayedText } from './use-delayed-text.ts';
import type { EditorHandle } from './use-parts.ts';

export interface TextEditorProps {
  readonly input: InputAttributes;
  readonly value: string;
  /** The number of its first line. */
  readonly first: number;
  /** Their lines are counted as its numbers are. */
  readonly marks: readonly Mark[];
  readonly handle: MutableRefObject<EditorHandle | undefined>;
  readonly onChange: (text: string) => void;
}

/** A textarea with numbered lines. Long texts stay fast: the browser holds the text, and only visible numbers are drawn. */
export function TextEditor({ input, value, first, marks, handle, onChange }: TextEditorProps): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const [initial] = useState(value);
  const [lines, setLines] = useState(() => countLines(value));
  const [scrolled, setScrolled] = useState(0);
  const recount = useCallback((text: string) => setLines(countLines(text)), []);
  const { typed, handUp } = useDelayedText(area, { value, onChange, onReplaced: recount });
  const onKeyDown = useEditingKeys();

  useLayoutEffect(() => {
    handle.current = { goTo: (line) => area.current !== null && showLine(area.current, line) };
    return () => void (handle.current = undefined);
  }, [handle]);

  return (
    <div className="gennaker-editor">
      <Gutter first={first} lines={lines} scrolled={scrolled} marks={marks} />
      <textarea
        {...input}
        ref={area}
        className="gennaker-editor-text"
        style={{ paddingLeft: `${String(first + lines).length + 4}ch` }}
        defaultValue={initial}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        onInput={({ currentTarget }) => {
          recount(currentTarget.value);
          typed();
        }}
        onBlur={handUp}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
      />
    </div>
  );
}

/** Tab and Enter edit the text; after Esc, Tab leaves it, so that nobody is caught in here. Shift and Tab always leave. */
function useEditingKeys(): (event: KeyboardEvent<HTMLTextAreaElement>) => void {
  const leaving = useRef(false);
  return useCallback((event) => {
    const { key, currentTarget: area } = event;
    const plain =
      !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (plain && key === 'Tab' && !leaving.current) {
      event.preventDefault();
      replaceInArea(area, indent(area.value, area.selectionStart, area.selectionEnd));
    }
    if (plain && key === 'Enter') {
      event.preventDefault();
      replaceInArea(area, newLine(area.value, area.selectionStart, area.selectionEnd));
    }
    leaving.current = key === 'Escape';
  }, []);
}
