import React from 'react';
import type { MutableRefObject } from 'react';
import type { InputAttributes } from './Field.tsx';
import { Icon } from '../Icon.tsx';
import type { Mark } from './Gutter.tsx';
import { TextEditor } from './TextEditor.tsx';
import { partLimit, partLines } from './text-parts.ts';
import { useGoTo, useParts } from './use-parts.ts';
import type { EditorHandle, Parts } from './use-parts.ts';

export interface PartedEditorProps {
  readonly input: InputAttributes;
  readonly value: string;
  readonly marks: readonly Mark[];
  readonly handle: MutableRefObject<EditorHandle | undefined>;
  readonly onChange: (text: string) => void;
}

/** An editor for texts of any length. A long one is shown part by part, so that typing stays fast. */
export function PartedEditor({ input, value, marks, handle, onChange }: PartedEditorProps): JSX.Element {
  const parts = useParts(value, onChange);
  const editor = useGoTo(handle, parts);
  const { first } = partLines(parts.sizes, parts.current);
  return (
    <>
      {(parts.sizes.length > 1 || parts.whole) && <PartBar parts={parts} id={input.id} />}
      <TextEditor
        key={`${parts.cut}/${parts.current}`}
        input={input}
        value={parts.text}
        first={first}
        marks={marks}
        handle={editor}
        onChange={parts.write}
      />
    </>
  );
}

function PartBar({ parts, id }: { readonly parts: Parts; readonly id: string }): JSX.Element {
  const { sizes, current, whole, show, showWhole } = parts;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <div className="gennaker-parts" role="group" aria-label="Parts of a long text">
      {!whole && (
        <>
          <PartButton label="Previous part" icon="up" disabled={current === 0} onClick={() => show(current - 1)} />
          <PartButton
            label="Next part"
            icon="down"
            disabled={current === sizes.length - 1}
            onClick={() => show(current + 1)}
          />
          <select
            className="form-control input-sm"
            aria-label="Lines that are shown"
            aria-controls={id}
            value={current}
            onChange={({ target }) => show(Number(target.value))}
          >
            {sizes.map((_, part) => (
              <option key={part} value={part}>
                {lineWords(partLines(sizes, part))}
              </option>
            ))}
          </select>
        </>
      )}
      <span>of {total.toLocaleString('en')}</span>
      {(whole ? total > partLimit : true) && (
        <button type="button" className="gennaker-link" onClick={() => showWhole(!whole)}>
          {whole ? 'Show it in parts' : 'Show all lines (typing gets slower)'}
        </button>
      )}
    </div>
  );
}

function lineWords({ first, last }: { readonly first: number; readonly last: number }): string {
  return `Lines ${first.toLocaleString('en')} to ${last.toLocaleString('en')}`;
}

interface PartButtonProps {
  readonly label: string;
  readonly icon: 'up' | 'down';
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function PartButton({ label, icon, disabled, onClick }: PartButtonProps): JSX.Element {
  return (
    <button
      type="button"
      className="btn btn-default btn-sm"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
