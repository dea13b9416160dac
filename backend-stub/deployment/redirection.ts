import { stageAlias } from '../contract/orca.ts';
import type { ExecutionStage } from './execution.ts';

/** What would make Orca send our bearer elsewhere. */
export interface Redirection {
  /** The key of the stage. */
  readonly key: 'alias' | 'monitorOnly' | 'url' | 'statusEndpoint' | 'cancelEndpoint';
  /** Part of a sentence, about the stage. */
  readonly why: string;
}

/**
 * Of a stage of our type: Orca adds our bearer to whatever such a stage asks for, by its type alone. `home` is how Orca
 * reaches us. Another alias makes it a plain webhook to an address of the author's; `monitorOnly` leaves out the call by which
 * we come to know of it. `webhook.allowedRequests` stops all of it; this is for telling that somebody tried.
 */
export function redirectionOf({ webhook }: ExecutionStage, home: string): Redirection | undefined {
  const { alias, monitorOnly, addresses } = webhook;
  if (alias !== stageAlias)
    return { key: 'alias', why: `its alias is ${shown(alias ?? 'missing')} and not ${stageAlias}` };
  const elsewhere = addresses.find(({ address }) => !isAt(home, address));
  if (elsewhere !== undefined)
    return {
      key: elsewhere.key,
      why: `its ${elsewhere.key} is ${shown(elsewhere.address)}, which is not this service`,
    };
  if (monitorOnly)
    return { key: 'monitorOnly', why: 'it says monitorOnly, so that Orca asks and never starts anything' };
  return undefined;
}

/**
 * As `allowedRequests` compares: by the beginning, with the slash, so that no reading of what follows matters. Orca keeps the scheme
 * that it called us by, whatever our answer said.
 */
function isAt(home: string, address: string): boolean {
  return withoutScheme(address.trim()).startsWith(`${withoutScheme(home)}/`);
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//, '');
}

function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
