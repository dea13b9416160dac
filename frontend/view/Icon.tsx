import React from 'react';

const paths = {
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  hand: 'M5 8V4.2a1 1 0 012 0V7m0-3.600a1 1 0 012 0V7m0-2.800a1 1 0 012 0v4.600c0 3-1.500 4.700-3.800 4.700-1.700 0-2.600-.7-3.500-2.400L2.900 8.600c-.4-1 .9-1.600 1.400-.8L5 9.200',
  clock: 'M8 4.500V8l2.300 1.500M8 2a6 6 0 100 12A6 6 0 008 2z',
  alert: 'M8 2l6.500 11.500h-13zM8 6.500v3.300M8 11.400v.4',
  arrow: 'M3 8h9M8.500 4.500L12 8l-3.500 3.500',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
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
