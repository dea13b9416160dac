import React from 'react';

const paths = {
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
  approval: 'M8 2.500a2.700 2.700 0 100 5.400 2.700 2.700 0 000-5.400zM3 13.500c.300-2.700 2.200-4 5-4s4.700 1.300 5 4',
  timed: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.800V8l2.300 1.500',
} as const;

export type FormIconName = keyof typeof paths;

/** Always beside words, or in a button whose label says it: it is hidden from those who listen. */
export function FormIcon({ name }: { readonly name: FormIconName }): JSX.Element {
  return (
    <svg className="gennaker-form-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
