import React from 'react';
import type { AccountStanding } from '../../backend-stub/pipelines/account-standing.ts';
import { Icon } from '../view/Icon.tsx';
import { standingWords } from './words.ts';

/** A shape for each, beside its word: nobody has to tell them by their colour. */
export function StandingMark({ standing }: { readonly standing: AccountStanding }): JSX.Element {
  const { icon, label } = standingWords[standing];
  return (
    <span className={`gennaker-accounts-mark gennaker-accounts-${standing}`}>
      <Icon name={icon} /> {label}
    </span>
  );
}
