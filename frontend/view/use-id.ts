import { useState } from 'react';

let given = 0;

/** An id for elements that name each other; another one for each component on the page. */
export function useId(): string {
  const [id] = useState(() => {
    given += 1;
    return `gennaker-${given}`;
  });
  return id;
}
