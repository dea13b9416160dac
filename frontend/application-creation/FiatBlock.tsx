import React, { useRef, useState } from 'react';
import { copyText } from './copy-text.ts';

export interface FiatBlockProps {
  readonly block: string;
  /** Whether its prefixes are an example. */
  readonly isExample: boolean;
}

/** What goes into Fiat, whole. */
export function FiatBlock({ block, isExample }: FiatBlockProps): JSX.Element {
  const text = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    if (await copyText(block, navigator.clipboard)) return setSaid('Copied.');
    if (text.current !== null) window.getSelection()?.selectAllChildren(text.current);
    setSaid('This page may not copy by itself. The text is marked: copy it with the keyboard.');
  };
  return (
    <section className="gennaker-creation-block" aria-label="Block for fiat-local.yml">
      <h3>fiat-local.yml</h3>
      <p className="gennaker-muted">
        {isExample
          ? 'A beginning, with an example of prefixes, for Fiat and for the copy of the stage service.'
          : 'The same prefixes, with the creation restricted by them. Read the warnings and the changes above first; Fiat reads it when it starts.'}
      </p>
      <div className="gennaker-creation-actions">
        <button type="button" className="btn btn-sm btn-default" onClick={() => void copy()}>
          Copy
        </button>
        <span role="status">{said}</span>
      </div>
      <pre ref={text} tabIndex={0} aria-label="Text of the block">
        {block}
      </pre>
    </section>
  );
}
