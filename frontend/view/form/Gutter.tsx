import React from 'react';

/** A line that something is said about. */
export interface Mark {
  readonly line: number;
}

/** As in text-editor.css, in pixels. */
export const lineHeight = 18;
/** Numbers are drawn in blocks, so that most scrolling only moves what is there. */
const block = 20;
const screenful = 60;

export interface GutterProps {
  /** The number of the first line. */
  readonly first: number;
  readonly lines: number;
  /** How far the text is scrolled, in pixels. */
  readonly scrolled: number;
  readonly marks: readonly Mark[];
}

/** The numbers beside a text, and its marked lines behind it. Screen readers are told about lines in words. */
export function Gutter({ first, lines, scrolled, marks }: GutterProps): JSX.Element {
  const above = Math.max(0, Math.floor(scrolled / lineHeight / block) * block - block);
  const below = Math.min(lines, above + screenful + 3 * block);
  return (
    <div className="gennaker-editor-back" aria-hidden="true">
      <div className="gennaker-editor-sheet" style={{ transform: `translateY(${-scrolled}px)` }}>
        {marks
          .filter(({ line }) => line >= first + above && line < first + below)
          .map(({ line }) => (
            <div key={line} className="gennaker-editor-mark" style={{ top: (line - first) * lineHeight }} />
          ))}
        <Numbers first={first} above={above} below={below} width={String(first + lines).length} />
      </div>
    </div>
  );
}

interface NumbersProps {
  readonly first: number;
  readonly above: number;
  readonly below: number;
  readonly width: number;
}

const Numbers = React.memo(function Numbers({ first, above, below, width }: NumbersProps): JSX.Element {
  const numbers = Array.from({ length: Math.max(0, below - above) }, (_, index) => first + above + index);
  return (
    <pre className="gennaker-editor-numbers" style={{ top: above * lineHeight, width: `${width + 2}ch` }}>
      {numbers.join('\n')}
    </pre>
  );
});
