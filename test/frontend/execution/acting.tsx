import { render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import React from 'react';
import type { DecisionRequest } from '../../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../../backend-stub/contract/give-back.ts';
import type { AppliedPlan } from '../../../backend-stub/contract/plan.ts';
import type { DecisionReport } from '../../../backend-stub/contract/report.ts';
import { StageDetails } from '../../../frontend/execution/StageDetails.tsx';
import type { StageDetailsProps, WatchedStage } from '../../../frontend/execution/watched-stage.ts';
import type { StagePlace } from '../../../frontend/service/request.ts';
import type { StageService } from '../../../frontend/service/stage-service.ts';

/** A service that answers what a test tells it to, and keeps what it was asked. */
export class ToldService implements StageService {
  readonly asked: string[] = [];
  readonly decisions: DecisionRequest[] = [];
  /** What the next calls find: details, or how they fail. */
  details: DeploymentDetails | Error;
  /** What comes of decisions; with a promise, when. */
  onDecision: () => DecisionReport | Error | Promise<DecisionReport> = () => new Error('no decision was expected');

  constructor(details: DeploymentDetails | Error) {
    this.details = details;
  }

  async deployment(id: string): Promise<DeploymentDetails> {
    this.asked.push(id);
    if (this.details instanceof Error) throw this.details;
    return this.details;
  }

  async decide(_id: string, decision: DecisionRequest): Promise<DecisionReport> {
    this.decisions.push(decision);
    const outcome = await this.onDecision();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Ids of the deployments that were to be given back. */
  readonly givenBack: string[] = [];
  onGiveBack: () => GiveBackReport | Error | Promise<GiveBackReport> = () => new Error('nobody gives back here');

  async giveBack(id: string): Promise<GiveBackReport> {
    this.givenBack.push(id);
    const outcome = await this.onGiveBack();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Stages on which decisions were laid, and as whom. */
  readonly stages: (StagePlace & { readonly by: string })[] = [];

  onStage(place: StagePlace, by: string): Pick<StageService, 'decide' | 'giveBack'> {
    return {
      decide: (id, decision) => {
        this.stages.push({ ...place, by });
        return this.decide(id, decision);
      },
      giveBack: (id) => {
        this.stages.push({ ...place, by });
        return this.giveBack(id);
      },
    };
  }

  accounts(): Promise<never> {
    return Promise.reject(new Error('nobody asks for accounts here'));
  }

  plan(): Promise<never> {
    return Promise.reject(new Error('nobody asks for a plan here'));
  }

  creation(): Promise<never> {
    return Promise.reject(new Error('nobody creates an application here'));
  }

  doctor(): Promise<never> {
    return this.creationOverview();
  }

  creationOverview(): Promise<never> {
    return Promise.reject(new Error('nobody looks at who may create what here'));
  }

  pipelineAccess(): Promise<never> {
    return Promise.reject(new Error('nobody asks for permissions here'));
  }

  serviceAccounts(): Promise<never> {
    return Promise.reject(new Error('nobody asks for service accounts here'));
  }

  applicationsAccess(): Promise<never> {
    return Promise.reject(new Error('nobody asks who may what here'));
  }

  audit(): Promise<never> {
    return Promise.reject(new Error('nobody asks for the audit here'));
  }

  /** How often it was asked for. */
  plansAsked = 0;
  applied: AppliedPlan | Error = new Error('nobody asks for the plan here');

  appliedPlan(): Promise<AppliedPlan> {
    this.plansAsked += 1;
    return this.applied instanceof Error ? Promise.reject(this.applied) : Promise.resolve(this.applied);
  }
}

export function stage(part: Partial<WatchedStage> = {}): WatchedStage {
  const context = { webhook: { body: { deploymentId: 'd1' } } };
  return { id: 's', name: 'Deploy', status: 'RUNNING', context, executionId: 'e', application: 'shop', ...part };
}

export interface Page extends RenderResult {
  readonly user: UserEvent;
  readonly again: (props: Partial<StageDetailsProps>) => void;
}

export function show(service: StageService, props: Partial<StageDetailsProps> = {}): Page {
  const user = userEvent.setup({ advanceTimers: (milliseconds) => void jest.advanceTimersByTime(milliseconds) });
  const shown = { stage: stage(), service, active: true, Audit: undefined, ...props };
  const rendered = render(<StageDetails {...shown} />);
  return { ...rendered, user, again: (other) => rendered.rerender(<StageDetails {...shown} {...other} />) };
}
