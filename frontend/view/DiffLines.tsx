import React, { useState } from 'react';
import type { DiffPart } from '../../backend-stub/contract/change.ts';

export interface DiffLinesProps {
  readonly diff: readonly DiffPart[];
  /** What it is the difference of, for those who listen. */
  readonly label: string;
}

/** Of thousands of lines the first ones are drawn: all of them take longer than a key press may. */
const shownAtFirst = 200;

interface Line {
  readonly kind: DiffPart['kind'];
  readonly text: string;
}

/** Lines of YAML with what goes and what comes; the sign before each says it without its colour. */
export function DiffLines({ diff, label }: DiffLinesProps): JSX.Element {
  const [all, setAll] = useState(false);
  const lines = diff.flatMap(linesOf);
  const shown = all ? lines : lines.slice(0, shownAtFirst);
  return (
    <>
      <pre className="gennaker-diff" aria-label={label}>
        {shown.map(({ kind, text }, index) => (
          <span key={index} className={`gennaker-diff-line gennaker-diff-${kind}`}>
            {signs[kind]} {text}
            {'\n'}
          </span>
        ))}
      </pre>
      {shown.length < lines.length && (
        <button type="button" className="gennaker-link" onClick={() => setAll(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </>
  );
}

const signs: Readonly<Record<DiffPart['kind'], string>> = { unchanged: ' ', removed: '-', added: '+', folded: '⋯' };

function linesOf(part: DiffPart): readonly Line[] {
  if (part.kind !== 'folded') return part.lines.map((text) => ({ kind: part.kind, text }));
  const { kind, count, within } = part;
  const then = within === undefined ? '' : `, then inside ${within}`;
  return [{ kind, text: `${count} unchanged lines${then}` }];
}
