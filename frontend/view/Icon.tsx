import './icon.css';
import React from 'react';

const paths = {
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  person: 'M8 7.6a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4zM2.800 14c.4-2.900 2.5-4.200 5.200-4.200s4.800 1.300 5.200 4.200',
  clock: 'M8 4.5V8l2.300 1.5M8 2a6 6 0 100 12A6 6 0 008 2z',
  alert: 'M8 2l6.5 11.5h-13zM8 6.5v3.300M8 11.4v.4',
  arrow: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  problem: 'M8 2a6 6 0 100 12A6 6 0 008 2zM5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400',
  warning: 'M8 2.200L14.500 13.500h-13zM8 6.500v3.400M8 11.500v.300',
  needed: 'M3 13l.600-2.800L11 2.800l2.200 2.200-7.400 7.400zM9.600 4.200l2.200 2.200',
  note: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 7.300v3.700M8 4.800v.300',
  byHand: 'M6 4.500L2.500 8 6 11.500M10 4.500L13.500 8 10 11.500',
  end: 'M4 14V2.500h8.500l-2 2.700 2 2.800H4',
  add: 'M8 3v10M3 8h10',
  up: 'M8 13V3.500M4 7.300l4-4 4 4',
  down: 'M8 3v9.500M4 8.700l4 4 4-4',
  remove: 'M3 4.500h10M6.300 4.500V3h3.400v1.500M4.500 4.500l.600 9h5.800l.600-9',
  grip: 'M5 4.500h6M5 8h6M5 11.500h6',
} as const;
export type IconName = keyof typeof paths;

/** Always beside words that say the same, or in a button with a label: it is hidden from those who listen. */
export function Icon({ name }: { readonly name: IconName }): React.ReactElement {
  return (
    <svg className="gennaker-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
