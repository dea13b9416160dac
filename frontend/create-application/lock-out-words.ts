import type { PermissionAdvice } from './permission-advice.ts';

/** What the author would lose, as a sentence, and as one that he or she signs. */
export interface LockOutWords {
  readonly sentence: string;
  readonly consent: string;
}

export function lockOutWords(name: string, lost: readonly ('READ' | 'WRITE')[]): LockOutWords | undefined {
  if (lost.length === 0) return undefined;
  const what = lost.map((right) => (right === 'READ' ? 'see' : 'change')).join(' or ');
  return {
    sentence: `You would lock yourself out: none of your roles could ${what} ${name}. Only somebody else could give you that back.`,
    consent: `I understand that I will not be able to ${what} ${name}.`,
  };
}

/** It is about an application that its author could create: of a name that is denied, only once he or she tries it all the same. */
export function isLockOutShown(
  { lost, chance }: Pick<PermissionAdvice, 'lost' | 'chance'>,
  { tried }: { readonly tried: boolean },
): boolean {
  return lost.length > 0 && (chance === 'likely' || (chance === 'denied' && tried));
}
