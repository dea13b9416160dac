import { isFields } from '../../backend-stub/contract/reading.ts';
import type { AuditSearch } from './audit-lines.ts';
import { ServiceRefused, ServiceUnavailable, SessionEnded, UnreadableAnswer } from './errors.ts';
import { decidingOnStage } from './on-stage.ts';
import { Part, UnexpectedShape } from './part.ts';
import { readAudit } from './read-audit.ts';
import { readCreation } from './read-creation.ts';
import { readCreationOverview } from './read-creation-overview.ts';
import { readDoctor } from './read-doctor.ts';
import { readDetails, readGiveBack } from './read-details.ts';
import { readAccounts, readAppliedPlan, readPlan } from './read-plan.ts';
import { readApplicationsAccess, readServiceAccounts } from './read-access.ts';
import { readPipelineAccess } from './read-pipeline-access.ts';
import { readDecision } from './read-report.ts';
import type { Call, Response, Transport } from './request.ts';
import type { CreationSubject, StageService } from './stage-service.ts';

/** `version` is the plugin's own, for the sentence that says that plugin and service do not fit together. */
export function createStageService({ request, patchStage }: Transport, version?: string): StageService {
  const ask = async <Answer>(call: Call, read: (part: Part) => Answer): Promise<Answer> => {
    const body = acceptedBody(await request(call), call);
    try {
      return read(new Part(body, 'answer'));
    } catch (error) {
      if (error instanceof UnexpectedShape) throw unreadable(body, version, error);
      throw error;
    }
  };
  return {
    accounts: () => ask({ method: 'GET', path: ['v1', 'accounts'] }, readAccounts),
    plan: (application, deployment) =>
      ask({ method: 'POST', path: ['v1', 'plan'], body: { application, deployment } }, readPlan),
    deployment: (id) => ask({ method: 'GET', path: ['v1', 'deployments', id] }, readDetails),
    appliedPlan: (id) => ask({ method: 'GET', path: ['v1', 'deployments', id, 'plan'] }, readAppliedPlan),
    decide: (id, decision) =>
      ask({ method: 'POST', path: ['v1', 'deployments', id, 'decisions'], body: decision }, readDecision),
    giveBack: (id) => ask({ method: 'POST', path: ['v1', 'deployments', id, 'give-back'], body: {} }, readGiveBack),
    creation: (name, about) =>
      ask(
        { method: 'GET', path: ['v1', 'access', 'applications', name, 'creation'], query: aboutQuery(about) },
        readCreation,
      ),
    doctor: () => ask({ method: 'GET', path: ['v1', 'doctor'] }, readDoctor),
    creationOverview: () => ask({ method: 'GET', path: ['v1', 'access', 'creation'] }, readCreationOverview),
    onStage: (place, by) => decidingOnStage({ ask, patchStage }, place, by),
    pipelineAccess: (application) =>
      ask({ method: 'GET', path: ['v1', 'access', 'applications', application, 'pipelines'] }, readPipelineAccess),
    serviceAccounts: () => ask({ method: 'GET', path: ['v1', 'access', 'service-accounts'] }, readServiceAccounts),
    applicationsAccess: () => ask({ method: 'GET', path: ['v1', 'access', 'applications'] }, readApplicationsAccess),
    audit: (search) => ask({ method: 'GET', path: ['v1', 'audit'], query: queryOf(search) }, readAudit),
  };
}

function queryOf(search: AuditSearch): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(search).map(([key, value]) => [key, String(value)]));
}

function aboutQuery(about: CreationSubject | undefined): Readonly<Record<string, string>> {
  if (about === undefined) return {};
  return about.kind === 'user' ? { user: about.user } : { roles: about.roles.join(',') };
}

/** The body of an answer that says yes; throws what `errors.ts` has for every other one. */
function acceptedBody(response: Response, call: Call): unknown {
  if (response.kind === 'no-answer') throw unavailable(response.why);
  const { status, body } = response;
  if (status >= 200 && status < 300) return body;
  if (status === 401)
    throw new SessionEnded('Your session has ended. Log in to Spinnaker again: reload this page to do so.');
  if (status >= 500 || passing.includes(status)) throw unavailable(`Gate answered ${status}`);
  throw refusal(status, body, call);
}

/** Too slow, or too often: another try may well get another answer. */
const passing: readonly number[] = [408, 429];

/** The service's own words are lower case with dashes; Gate's errors have the same keys and write `Not Found`. */
const serviceWord = /^[a-z]+(-[a-z]+)*$/;

function refusal(status: number, body: unknown, { path }: Call): Error {
  const { error, message } = isFields(body) ? body : {};
  const said = typeof message === 'string' && message !== '' ? message : undefined;
  if (typeof error !== 'string' || !serviceWord.test(error) || said === undefined)
    return new ServiceRefused('unknown', byGate(status, said, path));
  if (error === 'unavailable') return new ServiceUnavailable(`${said} Try again in a moment.`);
  return new ServiceRefused(error, said);
}

function byGate(status: number, said: string | undefined, path: readonly string[]): string {
  const words = said === undefined ? '' : `: ${said.replace(/[.\s]+$/, '')}`;
  const remedy =
    status === 404
      ? 'An operator of Spinnaker has to register the stage service under `proxies` of Gate.'
      : 'An operator of Spinnaker can look it up in the log of Gate.';
  return `Gate itself answered ${status} to /${path.join('/')}${words}. ${remedy}`;
}

function unavailable(why: string): ServiceUnavailable {
  return new ServiceUnavailable(
    `The stage service can't be reached (${why}). Rollouts go on without it. Try again in a moment; if it stays like this, tell an operator of Spinnaker.`,
  );
}

function unreadable(body: unknown, version: string | undefined, cause: UnexpectedShape): UnreadableAnswer {
  const { version: theirs } = isFields(body) ? body : {};
  const plugin = version === undefined ? 'the plugin in this page' : `the plugin in this page (${version})`;
  const service = typeof theirs === 'string' ? `the stage service (${theirs})` : 'the stage service';
  return new UnreadableAnswer(
    `${capital(plugin)} can't read what ${service} answers: ${cause.message}. They are of different versions. Reload the page; if that does not help, an operator has to install the same version of both.`,
    { cause },
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
