import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { sentenceOf } from './failures.ts';
import { guard } from './guard.ts';
import type { Services } from './services.ts';

/** Nothing was started, and the same call may be answered otherwise in a moment. */
export interface Later {
  readonly kind: 'later';
  readonly sentence: string;
}

export interface Starter {
  readonly user: string;
  readonly application: string;
  readonly account: string;
  /** When the attempt began, in milliseconds, by Orca's clock. */
  readonly began: number;
}

/**
 * In minutes. Orca repeats a 503 for five, or as long as the stage may take (`stageTimeoutMs`, since Spinnaker 2026.2): the end
 * comes from here, with its reason.
 */
const patience = 4;

/** Who is denied is told so at once. Whom Fiat does not know yet, and what it can't tell, is asked again by Orca, for a while. */
export async function mayStart(services: Services, starter: Starter): Promise<Refusal | Later | undefined> {
  const { user, application, account, began } = starter;
  const denied = await guard(services, { action: 'start', user, application, account }).catch(cannotTell);
  if (denied === undefined || (denied.kind === 'refused' && denied.reason !== 'unknown-user')) return denied;
  const left = patience * 60 - (services.clock.now().getTime() - began) / 1000;
  if (left > 0) {
    const sentence = `${denied.sentence} Orca asks again by itself, for ${Math.ceil(left)} s more.`;
    return { kind: 'later', sentence };
  }
  if (denied.kind === 'refused') return denied;
  return refuse('unreachable', {
    what: 'Starting a deployment',
    on: `application ${application} and account ${account}`,
    why: `it could not be told for ${patience} minutes whether ${user} may: ${denied.sentence}`,
    remedy: 'Start it again when Fiat answers',
  });
}

function cannotTell(error: unknown): Later {
  if (!(error instanceof Error && error.name === 'AuthorizationsUnavailable')) throw error;
  return { kind: 'later', sentence: sentenceOf(error) };
}
