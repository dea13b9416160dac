import { folded } from '../contract/authorization.ts';

/** What a sentence calls whom it is about, where it begins with it and within it. */
export interface Called {
  readonly first: string;
  readonly within: string;
}

/** The one place that decides it: whoever asks about himself is spoken to, and everybody else is named. */
export function calledBy(asker: string, about: { readonly user?: string }): Called {
  if (about.user === undefined) return { first: 'Somebody with these roles', within: 'somebody with these roles' };
  const isAsker = folded(about.user) === folded(asker);
  return isAsker ? { first: 'You', within: 'you' } : { first: about.user, within: about.user };
}
