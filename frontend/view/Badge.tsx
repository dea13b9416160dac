import React from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

/** `asks`: people have to do something. */
export type Tone = 'good' | 'busy' | 'asks' | 'bad' | 'quiet';

const icons: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  busy: 'arrow',
  asks: 'person',
  bad: 'alert',
  quiet: 'pause',
};

export interface BadgeProps {
  readonly tone: Tone;
  readonly label: string;
}

/** A state in a word or two, told by shape and colour as well. */
export function Badge({ tone, label }: BadgeProps): React.ReactElement {
  return (
    <span className={`gennaker-badge gennaker-tone-${tone}`}>
      <Icon name={icons[tone]} />
      {label}
    </span>
  );
}
