import type { Operation } from '../../../frontend/create-application/attributes.ts';
import type { CreationHost } from '../../../frontend/create-application/host.ts';
import { limits, submit } from '../../../frontend/create-application/submission.ts';
import type { Submission } from '../../../frontend/create-application/submission.ts';
import { isUnderWay, underWay } from '../../../frontend/create-application/submission-words.ts';
import type { Response } from '../../../frontend/service/request.ts';
import { answer, notThere, recorded, toldHost } from './told-host.ts';

const request = { application: 'teama-new', description: 'Create Application: teama-new', job: [] };

/** Answers one after the other; the last one stays. */
function inTurn(...answers: readonly Response[]): () => Promise<Response> {
  let asked = 0;
  return async () => answers[Math.min(asked++, answers.length - 1)] ?? notThere;
}

/** What is told on the way, on a clock that moves when somebody pauses. */
async function told(host: CreationHost, operation: Operation = 'createApplication'): Promise<Submission[]> {
  const all: Submission[] = [];
  let now = 0;
  await submit({
    host,
    request,
    operation,
    tell: (submission) => void all.push(submission),
    isWanted: () => all.length < 1000,
    clock: { now: () => now, pause: async (milliseconds) => void (now += milliseconds) },
  });
  return all;
}

const end = async (changes: Partial<CreationHost>, operation?: Operation): Promise<unknown> =>
  (await told(toldHost(changes), operation)).pop();

const failedWith = (details: object): Response =>
  answer({ status: 'TERMINAL', variables: [{ key: 'exception', value: { details } }] });

describe('creating an application', () => {
  it('follows the task, and ends when Gate shows the application', async () => {
    const host = toldHost({
      task: inTurn(answer(recorded('running')), answer(recorded('allowed'))),
      application: inTurn(notThere, answer({ message: 'Access denied' }, 403), answer({ name: 'teama-new' })),
    });
    const all = await told(host);
    expect(all.map(({ kind }) => kind)).toEqual(['sending', 'running', 'running', 'appearing', 'shown']);
    expect(host.sent).toEqual([request]);
    expect(all.slice(0, -1).every(isUnderWay)).toBe(true);
  });

  it('is not sent when somebody was faster, since Orca would change what is there', async () => {
    const host = toldHost({ application: async () => answer({ name: 'teama-new' }) });
    expect((await told(host)).pop()).toEqual({
      kind: 'ended',
      offer: 'tryAgain',
      sentence: 'There is an application teama-new by now: somebody was faster. Take another name.',
    });
    expect(host.sent).toEqual([]);
  });

  it('is sent although Gate refuses to show what is not there', async () => {
    const host = toldHost({
      application: inTurn(answer({ message: 'Access denied' }, 403), answer({ name: 'teama-new' })),
    });
    expect((await told(host)).pop()).toEqual({ kind: 'shown' });
  });

  it('in two tabs at once is told by the task, which found what the other one made', async () => {
    const variables = [{ key: 'previousState', value: { name: 'teama-new' } }];
    expect(await end({ task: async () => answer({ status: 'SUCCEEDED', variables }) })).toEqual({
      kind: 'ended',
      offer: 'goThere',
      sentence: expect.stringMatching(/^Somebody created teama-new in the same moment/),
    });
  });

  it.each<[string, Response, RegExp]>([
    [
      'without an answer',
      { kind: 'no-answer', why: 'Gate could not be reached' },
      /not known whether the task arrived/,
    ],
    ['with 401', answer(undefined, 401), /^Your session has ended\. What you typed is kept/],
    ['with 403', answer({ message: 'only admins' }, 403), /^Gate refused the task with 403: only admins/],
    ['without a reference', answer({}), /did not say under which name/],
  ])('says what it came to when Gate takes it %s', async (_how, sent, sentence) => {
    expect(await end({ sendTask: async () => sent })).toMatchObject({
      kind: 'ended',
      sentence: expect.stringMatching(sentence),
    });
  });

  it('says in one sentence why the task failed', async () => {
    expect(await end({ task: async () => answer(recorded('denied')) })).toMatchObject({
      offer: 'tryAgain',
      sentence: expect.stringMatching(/Fiat does not let you/),
    });
  });

  it('by half offers to repair it, and says when that fails too', async () => {
    const task = async (): Promise<Response> =>
      failedWith({ status: 500, method: 'PUT', url: 'http://front50:8080/permissions/applications/teama-new' });
    expect(await end({ task })).toMatchObject({
      offer: 'repair',
      sentence: expect.stringMatching(/everybody may read/),
    });
    expect(await end({ task }, 'updateApplication')).toMatchObject({
      offer: 'repair',
      sentence: expect.stringMatching(/still not written \(it answered 500\)/),
    });
  });

  it('is repaired although the application is there, which is the point of it', async () => {
    const variables = [{ key: 'previousState', value: { name: 'teama-new' } }];
    const host = {
      task: async () => answer({ status: 'SUCCEEDED', variables }),
      application: async () => answer({ name: 'x' }),
    };
    expect(await end(host, 'updateApplication')).toEqual({ kind: 'shown' });
  });

  it('settles when the task is canceled', async () => {
    expect(await end({ task: async () => answer({ status: 'CANCELED' }) })).toMatchObject({
      sentence: expect.stringMatching(/canceled the task/),
    });
  });

  it('has an end of its own when the task has none, or when nothing can be read of it', async () => {
    for (const task of [answer({ status: 'RUNNING', steps: [] }), answer(undefined, 500), answer('<html>')])
      expect(await end({ task: async () => task })).toMatchObject({
        offer: 'goThere',
        sentence: expect.stringMatching(/task t1 within two minutes/),
      });
  });

  it('stops asking when the session ends, and when Gate shows it to nobody in a minute', async () => {
    expect(await end({ task: async () => answer(undefined, 401) })).toMatchObject({
      sentence: expect.stringMatching(/session/),
    });
    expect(await end({})).toMatchObject({
      offer: 'goThere',
      sentence: expect.stringMatching(/does not show it to you yet/),
    });
    expect(limits.appearing).toBeGreaterThan(20_000);
  });
});

describe('what is said on the way', () => {
  it('names the step and counts the seconds', () => {
    const steps = [
      { name: 'createApplication', status: 'SUCCEEDED' },
      { name: 'notify', status: 'RUNNING' },
    ];
    expect(underWay({ kind: 'running', since: 1000, task: 't1', steps }, 2000)).toBe(
      'Orca is at work, step 2 of 2 (notify): 1 second.',
    );
    expect(underWay({ kind: 'running', since: 1000, task: 't1', steps: [] }, 900)).toBe('Orca is at work: 0 seconds.');
    expect(underWay({ kind: 'none' }, 0)).toBeUndefined();
  });
});
