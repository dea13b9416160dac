import { useLayoutEffect, useState } from 'react';
import { askingDelay } from './use-answer.ts';
import { saysTheSame } from './use-steady.ts';
import type { CreationHost, NameFindings } from './host.ts';

/**
 * What the validators of the cloud providers say about the name as it stands; undefined until they have. A Deck with AngularJS looks
 * through its whole page after each time that they are asked, so they are asked in the pause in which the service is.
 */
export function useFindings(host: CreationHost, name: string, providers: readonly string[]): NameFindings | undefined {
  const [findings, setFindings] = useState<NameFindings>();
  useLayoutEffect(() => {
    let isWanted = true;
    // Of a name that is not written yet every validator says that it is none.
    if (name === '') return setFindings(undefined);
    const timer = setTimeout(() => {
      host.checkName(name, providers).then(
        (found) => isWanted && setFindings((before) => (saysTheSame(before, found) ? before : found)),
        () => isWanted && setFindings(undefined),
      );
    }, askingDelay);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [host, name, providers]);
  return findings;
}
