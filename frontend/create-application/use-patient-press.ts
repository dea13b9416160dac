import { useEffect, useRef, useState } from 'react';

/** How long Create waits for the word about a name, in milliseconds; Fiat may be slow, and nobody is kept by that. */
export const pressPatience = 3000;

/**
 * What Create does, once it is known what it is about: somebody may press it before the service has said anything about the name that
 * was typed last, and what was said about the name before would keep him, or let him lock himself out.
 */
export function usePatientPress(
  { name, isAsking }: { readonly name: string; readonly isAsking: boolean },
  act: () => void,
): () => void {
  const [isPressed, setPressed] = useState(false);
  const latest = useRef(act);
  latest.current = act;
  // It was meant for the name that stood there.
  useEffect(() => setPressed(false), [name]);
  useEffect(() => {
    if (!isPressed) return undefined;
    const go = (): void => {
      setPressed(false);
      latest.current();
    };
    const timer = setTimeout(go, isAsking ? pressPatience : 0);
    return () => clearTimeout(timer);
  }, [isPressed, isAsking]);
  return () => (isAsking ? setPressed(true) : latest.current());
}
