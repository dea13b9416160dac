import React from 'react';
import { CopyableText } from '../view/CopyableText.tsx';

export interface FiatBlockProps {
  readonly block: string;
  /** Whether its prefixes are an example. */
  readonly isExample: boolean;
}

/** What goes into Fiat, whole. */
export function FiatBlock({ block, isExample }: FiatBlockProps): JSX.Element {
  return (
    <section className="gennaker-creation-block" aria-label="Block for fiat-local.yml">
      <h3>fiat-local.yml</h3>
      <p className="gennaker-muted">
        {isExample
          ? 'A beginning, with an example of prefixes, for Fiat and for the copy of the stage service.'
          : 'The same prefixes, with the creation restricted by them. Read the warnings and the changes above first; Fiat reads it when it starts.'}
      </p>
      <CopyableText text={block} label="Text of the block" />
    </section>
  );
}
