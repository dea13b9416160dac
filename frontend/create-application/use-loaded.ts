import { useEffect, useState } from 'react';

/** Something that is asked for once. What could not be had is undefined for good: the dialog works without it. */
export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly failed: boolean;
}

export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ value: undefined, failed: false });
  useEffect(() => {
    let isWanted = true;
    load().then(
      (value) => isWanted && setLoaded({ value, failed: false }),
      () => isWanted && setLoaded({ value: undefined, failed: true }),
    );
    return () => void (isWanted = false);
  }, [load]);
  return loaded;
}
