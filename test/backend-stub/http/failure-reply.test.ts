import * as clusterErrors from '../../../backend-stub/control-plane/errors.ts';
import { refuse } from '../../../backend-stub/contract/refusal.ts';
import type { RefusalReason } from '../../../backend-stub/contract/refusal.ts';
import { errorReply, refusalReply } from '../../../backend-stub/http/failure-reply.ts';
import type { FailureReply } from '../../../backend-stub/http/failure-reply.ts';
import * as spinnakerErrors from '../../../backend-stub/spinnaker/errors.ts';
import * as storeErrors from '../../../backend-stub/store/errors.ts';
import { startOrcaRules } from './orca-rules.ts';
import type { OrcaRules } from './orca-rules.ts';

const answerOf = ({ statusCode, body }: FailureReply) => ({ status: statusCode, body });

/** Every reason, so that a new one does not compile before its code is decided. */
const refusals: Readonly<Record<RefusalReason, number>> = {
  'bad-input': 400,
  'not-built': 400,
  'not-authenticated': 401,
  'not-allowed': 403,
  'unknown-user': 424,
  'not-ours': 403,
  'not-found': 404,
  'in-progress': 409,
  stale: 409,
  finished: 409,
  'not-possible': 409,
  unreachable: 424,
  'too-many': 429,
};

const attempt = { executionId: '01M8', stageId: '01M9', attempt: '1' };

/** Every error that the outside may throw, and what both listeners say. A class that is missing here fails the test below. */
const failures: readonly (readonly [Error, orca: number, people: number])[] = [
  [new storeErrors.StoreUnavailable('The database does not answer: ECONNREFUSED'), 503, 424],
  [new storeErrors.SealingKeyMissing('Secret s'), 503, 424],
  [new storeErrors.SealingKeyWrong('Secret s', 'a', ['b']), 503, 424],
  [new storeErrors.DeploymentNotOpen('d1'), 503, 409],
  [new storeErrors.DecisionOvertaken('d1'), 503, 409],
  [new storeErrors.AttemptTaken(attempt), 503, 409],
  [new storeErrors.LeaseLost('replica-1', 'd1'), 503, 409],
  [new storeErrors.SealedDataDamaged('Secret s', undefined), 500, 500],
  [new storeErrors.StoreInUse('/data'), 500, 500],
  [new storeErrors.StoreNewer(['9999-later'], '0.1.0'), 500, 500],
  [new spinnakerErrors.ExecutionsUnavailable('Orca could not say'), 503, 424],
  [new spinnakerErrors.AuthorizationsUnavailable('Fiat could not say'), 503, 424],
  [new spinnakerErrors.ApplicationsUnavailable('Front50 could not say'), 503, 424],
  [new spinnakerErrors.PipelinesUnavailable('Front50 could not list'), 503, 424],
  // Never leave their room.
  [new spinnakerErrors.AccountsUnavailable('Clouddriver could not say'), 500, 500],
  [new spinnakerErrors.NoAnswer('no answer'), 500, 500],
  [new clusterErrors.ClusterUnreachable('prod', 'refused'), 503, 424],
  [new clusterErrors.ClusterBusy('prod', { why: 'too many requests' }), 503, 424],
  [new clusterErrors.ClusterConflict('prod', 'Rollout web'), 503, 424],
  [new clusterErrors.ClusterForbidden('prod', { verb: 'patch', resource: 'rollouts', group: 'argoproj.io' }), 409, 409],
  [new clusterErrors.ClusterRejected('prod', { object: 'Rollout web', why: 'spec.replicas: Invalid value' }), 409, 409],
  [new clusterErrors.NamespaceMissing('prod', 'shop'), 409, 409],
  [new clusterErrors.ObjectMissing('prod', 'Rollout web'), 409, 409],
  [new clusterErrors.KindUnknown('prod', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' }), 409, 409],
  [new clusterErrors.AccountUnknown('moon', ['prod']), 409, 409],
  [new TypeError('Cannot read properties of undefined'), 500, 500],
];

describe('what is answered when something can not be done', () => {
  let orca: OrcaRules;
  beforeAll(async () => {
    orca = await startOrcaRules();
  });
  afterAll(() => orca.close());

  it.each(Object.entries(refusals) as (readonly [RefusalReason, number])[])(
    'refuses %s with %i, and Orca ends the stage at once, but where it came too often: then it asks again',
    async (reason, code) => {
      const reply = refusalReply(refuse(reason, { what: 'Starting', why: 'it is so', remedy: 'Change it' }));
      expect(answerOf(reply)).toEqual({
        status: code,
        body: { error: reason, message: 'Starting was refused: it is so. Change it.' },
      });
      const expected = reason === 'too-many' ? 'RUNNING' : 'TERMINAL';
      expect(await orca.onStart(answerOf(reply))).toBe(expected);
      if (reason === 'too-many') expect(await orca.onPoll(answerOf(reply))).toBe(expected);
    },
  );

  it.each(failures.map(([error, forOrca, forPeople]) => [error.name, error, forOrca, forPeople] as const))(
    'answers %s',
    async (...[, error, forOrca, forPeople]) => {
      const reply = errorReply(error, 'orca');
      expect([reply.statusCode, errorReply(error, 'people').statusCode]).toEqual([forOrca, forPeople]);
      const expected = forOrca >= 500 ? 'RUNNING' : 'TERMINAL';
      expect([await orca.onStart(answerOf(reply)), await orca.onPoll(answerOf(reply))]).toEqual([expected, expected]);
    },
  );

  it('has a code for every error class of the adapters', () => {
    const exported = [storeErrors, spinnakerErrors, clusterErrors].flatMap((module) => Object.keys(module));
    const classes = exported.filter((name) => /^[A-Z]/.test(name));
    const decided = failures.map(([error]) => error.name);
    expect(classes.filter((name) => !decided.includes(name))).toEqual([]);
  });

  it.each([
    ['accepted', { status: 202, body: started() }, 'SUCCEEDED'],
    ['too large', { status: 413 }, 'TERMINAL'],
    ['of another type', { status: 415 }, 'TERMINAL'],
  ])('lets Orca go on or end with a start that is %s', async (_case, answer, expected) => {
    expect(await orca.onStart(answer)).toBe(expected);
  });

  it.each([
    ['RUNNING', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['FAILED', 'TERMINAL'],
    ['CANCELED', 'CANCELED'],
  ])('says %s in a status for what Orca calls %s', async (status, expected) => {
    expect(await orca.onPoll({ status: 200, body: { status, progress: 'a', summary: 'b' } })).toBe(expected);
  });

  it.each([
    ['an id that another replica can not find yet', 404, 'RUNNING'],
    ['a credential that is not known', 401, 'TERMINAL'],
  ])('leads a poll that meets %s by %i to %s', async (_case, status, expected) => {
    expect(await orca.onPoll({ status, body: { error: 'x', message: 'y' } })).toBe(expected);
  });

  it('keeps the reason of a fault to the log', () => {
    const { body } = errorReply(new Error('password=hunter2 at /home/service/file.ts'), 'people');
    expect(JSON.stringify(body)).not.toMatch(/hunter2|file\.ts/);
  });

  it('takes a status code from its own errors only, never from one about some other request', () => {
    const ofAnother = Object.assign(new Error('Request failed with status code 404'), { statusCode: 404, code: 'ERR' });
    expect(errorReply(ofAnother, 'people').statusCode).toBe(500);
    expect(errorReply('thrown text', 'orca')).toMatchObject({ statusCode: 500, body: { error: 'fault' } });
  });
});

function started() {
  const statusUrl = 'http://gennaker.example.com:8081/v1/deployments/d1/status';
  return { deploymentId: 'd1', status: 'RUNNING', progress: 'accepted', statusUrl };
}
