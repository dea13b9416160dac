import type { FastifyInstance } from 'fastify';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { StageAction } from '../contract/stage-decision.ts';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { answerRefusal } from './answers.ts';
import { isDeploymentId } from './deployment-id.ts';
import { smallBodyLimit } from './listener.ts';
import * as schemas from './schemas.ts';
import * as stageSchemas from './stage-decision-schemas.ts';
import { userOf } from './user.ts';

const refusals = { '4xx': schemas.ErrorReply };

/** For decisions that are laid on the stage in Orca, where the header of the proxy is not trusted to say whose they are. */
export function addStageDecisions(
  routes: FastifyInstance,
  useCases: Pick<PeopleUseCases, 'nonce' | 'decideOnStage'>,
): void {
  routes.post<{ Params: { id: string }; Body: { action: StageAction } }>(
    '/v1/deployments/:id/nonces',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'A nonce for a decision that will be laid on the stage',
        body: stageSchemas.NonceRequest,
        response: { 200: stageSchemas.NonceReport, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment());
      const view = await useCases.nonce({ user: userOf(request), id, action: request.body.action });
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.nonce;
    },
  );
  routes.post<{ Params: { id: string }; Body: { nonce: string } }>(
    '/v1/deployments/:id/stage-decisions',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'Take what was laid on the stage, as a decision of whoever Orca names',
        body: stageSchemas.StageDecisionRequest,
        response: { 200: stageSchemas.StageDecisionReport, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment());
      const view = await useCases.decideOnStage({ user: userOf(request), id, nonce: request.body.nonce });
      switch (view.kind) {
        case 'refused':
          return answerRefusal(reply, view);
        case 'decided':
          return { decision: view.decision };
        case 'asked':
          return { giveBack: view.giveBack };
      }
    },
  );
}

function noSuchDeployment(): Refusal {
  return refuse('not-found', {
    what: 'Deciding',
    why: 'the address holds no id of a deployment',
    remedy: 'Open it from its pipeline execution',
  });
}
