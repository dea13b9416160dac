import React from 'react';

const paths = {
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  person: 'M8 7.6a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4zM2.800 14c.4-2.900 2.5-4.200 5.200-4.200s4.800 1.300 5.200 4.200',
  clock: 'M8 4.5V8l2.300 1.5M8 2a6 6 0 100 12A6 6 0 008 2z',
  alert: 'M8 2l6.5 11.5h-13zM8 6.5v3.300M8 11.4v.4',
  arrow: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
} as const;
export type IconName = keyof typeof paths;

/** Always beside words that say the same, so it is hidden from those who listen. */
export function Icon({ name }: { readonly name: IconName }): React.ReactElement {
  return (
    <svg className="gennaker-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
