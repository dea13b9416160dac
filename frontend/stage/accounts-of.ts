import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import { places } from './read-form.ts';
import { look } from './value-at.ts';

/** Accounts that a stage deploys to, for Deck's filters; none that an expression will only name when it runs. */
export function accountsOf(deployment: unknown): readonly string[] {
  const seen = look(deployment, places.account);
  return seen.kind === 'value' && typeof seen.value === 'string' && seen.value !== '' && !holdsExpression(seen.value)
    ? [seen.value]
    : [];
}
