import type { DecisionRequest } from '../../backend-stub/contract/decision.ts';
import { neutraliseAll } from '../../backend-stub/contract/expressions.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import { stageDecisionKey } from '../../backend-stub/contract/stage-decision.ts';
import type { StageAction } from '../../backend-stub/contract/stage-decision.ts';
import { ServiceRefused, SessionEnded } from './errors.ts';
import type { Part } from './part.ts';
import { readGiveBack } from './read-details.ts';
import { readDecision } from './read-report.ts';
import type { Call, PatchStage, Response, StagePlace } from './request.ts';
import type { StageService } from './stage-service.ts';

export interface OnStageOptions {
  readonly ask: <Answer>(call: Call, read: (part: Part) => Answer) => Promise<Answer>;
  readonly patchStage: PatchStage;
}

interface Decided extends Omit<DecisionRequest, 'action'> {
  readonly action: StageAction;
}

/**
 * Decides by the stage in Orca: a nonce of the service, the whole decision on the stage by way of Gate, and then the service is
 * told to look there. Until it has looked nothing is decided.
 */
export function decidingOnStage(
  { ask, patchStage }: OnStageOptions,
  place: StagePlace,
  by: string,
): Pick<StageService, 'decide' | 'giveBack'> {
  const lay = async <Answer>(id: string, decided: Decided, read: (part: Part) => Answer): Promise<Answer> => {
    const path = ['v1', 'deployments', id];
    const { action } = decided;
    const nonce = await ask({ method: 'POST', path: [...path, 'nonces'], body: { action } }, (part) =>
      part.text('nonce'),
    );
    // Orca evaluates what lies on a stage: a comment must come out as it was written.
    const decision = neutraliseAll({ nonce, by, ...decided });
    accept(await patchStage(place, { [stageDecisionKey]: decision }));
    return ask({ method: 'POST', path: [...path, 'stage-decisions'], body: { nonce } }, read);
  };
  return {
    decide: (id, decision) => lay(id, decision, (part) => readDecision(part.part('decision'))),
    giveBack: (id) => lay(id, { action: 'giveBack', seen: [] }, (part) => readGiveBack(part.part('giveBack'))),
  };
}

function accept(response: Response): void {
  if (response.kind === 'no-answer') throw notLaid('unreachable', response.why);
  const { status, body } = response;
  if (status >= 200 && status < 300) return;
  if (status === 401)
    throw new SessionEnded('Your session has ended. Log in to Spinnaker again: reload this page to do so.');
  const said =
    isFields(body) && typeof body['message'] === 'string' ? `: ${body['message'].replace(/[.\s]+$/, '')}` : '';
  throw notLaid(status === 403 ? 'not-allowed' : 'unknown', `Gate answered ${status}${said}`);
}

/** Whatever has become of the PATCH: nobody was told to look for it. */
function notLaid(reason: string, why: string): ServiceRefused {
  return new ServiceRefused(
    reason,
    `Your decision could not be laid on the stage in Orca (${why}). Nothing was decided. It needs EXECUTE on the application.`,
  );
}
