import './mark.css';
import type { CSSProperties } from 'react';
import { iconImage, type IconName } from './Icon.tsx';

const colours = {
  plain: 'inherit',
  wrong: '#b00000',
  doubtful: '#6b4000',
} as const;

/** What is to be put on one element: in a long table each further one in a row costs frames while somebody scrolls. */
export interface Mark {
  readonly className: string;
  readonly style: CSSProperties;
}

/** A shape for each, beside its word: nobody has to tell them by their colour. */
export function mark(icon: IconName, colour: keyof typeof colours): Mark {
  const shown = colours[colour];
  const drawn = shown === 'inherit' ? '#393939' : shown;
  return { className: 'gennaker-mark', style: { color: shown, backgroundImage: iconImage(icon, drawn) } };
}
