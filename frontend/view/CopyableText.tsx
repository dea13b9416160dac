import './copyable-text.css';
import React, { useRef, useState } from 'react';
import { copyText } from './copy-text.ts';

export interface CopyableTextProps {
  readonly text: string;
  /** Of the text, for who does not see it. */
  readonly label: string;
}

/** A text to be taken whole, by a button or, where the browser does not let the page, by the keyboard. */
export function CopyableText({ text, label }: CopyableTextProps): JSX.Element {
  const shown = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    if (await copyText(text, navigator.clipboard)) return setSaid('Copied.');
    if (shown.current !== null) window.getSelection()?.selectAllChildren(shown.current);
    setSaid('This page may not copy by itself. The text is marked: copy it with the keyboard.');
  };
  return (
    <div className="gennaker-copyable">
      <div className="gennaker-copyable-actions">
        <button type="button" className="btn btn-sm btn-default" onClick={() => void copy()}>
          Copy
        </button>
        <span role="status">{said}</span>
      </div>
      <pre ref={shown} tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
