import axios from 'axios';
import type { AxiosInstance } from 'axios';
import type { AuditPage, AuditRecord } from '../../backend-stub/contract/audit.ts';
import type { Action, SeenRollout } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { AppliedPlan, PlanReport } from '../../backend-stub/contract/plan.ts';
import type { DecisionReport, DeploymentReport } from '../../backend-stub/contract/report.ts';

export interface Answered<Body> {
  readonly status: number;
  readonly body: Body & { readonly error?: string; readonly message?: string };
}

/** One person, as the service sees them through Gate's proxy: the user in X-SPINNAKER-USER, and nothing else. */
export class People {
  readonly #http: AxiosInstance;

  constructor(baseUrl: string, user: string) {
    this.#http = axios.create({
      baseURL: baseUrl,
      headers: user === '' ? {} : { 'X-SPINNAKER-USER': user },
      validateStatus: () => true,
      proxy: false,
    });
  }

  async get<Body>(path: string): Promise<Answered<Body>> {
    const { status, data } = await this.#http.get<Answered<Body>['body']>(path);
    return { status, body: data };
  }

  async post<Body>(path: string, body: unknown): Promise<Answered<Body>> {
    const { status, data } = await this.#http.post<Answered<Body>['body']>(path, body);
    return { status, body: data };
  }

  async deployment(id: string): Promise<DeploymentDetails> {
    return (await this.get<DeploymentDetails>(`/v1/deployments/${id}`)).body;
  }

  /** What a stage would do, as the form asks. */
  async plan(application: string, stage: Readonly<Record<string, unknown>>): Promise<PlanReport> {
    const { status, body } = await this.post<PlanReport>('/v1/plan', { application, deployment: stage['deployment'] });
    if (status !== 200) throw new Error(body.message);
    return body;
  }

  /** What was written down of a deployment, newest first. */
  async audit({ application, id }: Pick<DeploymentDetails, 'application' | 'id'>): Promise<readonly AuditRecord[]> {
    return (await this.get<AuditPage>(`/v1/audit?application=${application}&deployment=${id}`)).body.records;
  }

  /** What a deployment was to change. */
  async appliedPlan(id: string): Promise<AppliedPlan> {
    return (await this.get<AppliedPlan>(`/v1/deployments/${id}/plan`)).body;
  }

  /** Decides on what the deployment shows now, as a person who looks and then clicks. */
  async decide(id: string, action: Action, comment?: string): Promise<Answered<DecisionReport>> {
    return this.decideOn(id, action, seenIn(await this.deployment(id)), comment);
  }

  async decideOn(
    id: string,
    action: Action,
    seen: readonly SeenRollout[],
    comment?: string,
  ): Promise<Answered<DecisionReport>> {
    return this.post(`/v1/deployments/${id}/decisions`, {
      action,
      seen,
      ...(comment === undefined ? {} : { comment }),
    });
  }
}

export function seenIn({ rollouts = [] }: DeploymentReport): readonly SeenRollout[] {
  return rollouts.map(({ name, podHash = '', stepIndex = 0 }) => ({ rollout: name, podHash, stepIndex }));
}
