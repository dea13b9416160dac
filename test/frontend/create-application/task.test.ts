import { readTask, taskIdOf } from '../../../frontend/tasks/read-task.ts';
import type { TaskCause } from '../../../frontend/tasks/read-task.ts';
import { taskFailure } from '../../../frontend/create-application/task-words.ts';
import { recorded } from './told-host.ts';

const causeIn = (task: unknown): TaskCause => {
  const standing = readTask(task);
  if (standing?.kind !== 'failed') throw new Error('this task did not fail');
  return standing.cause;
};

describe("Orca's task", () => {
  it('is read as it was recorded: at once, and at its end', () => {
    expect(readTask(recorded('running'))).toMatchObject({ kind: expect.stringMatching(/^running$/) });
    expect(readTask(recorded('allowed'))).toEqual({ kind: 'succeeded', overwrote: false });
  });

  it('tells that it has changed an application that was there before', () => {
    const variables = [{ key: 'previousState', value: { name: 'shop', email: 'other@example.com' } }];
    expect(readTask({ status: 'SUCCEEDED', variables })).toEqual({ kind: 'succeeded', overwrote: true });
  });

  it('has an end when it was canceled', () => {
    expect(readTask({ status: 'CANCELED' })).toEqual({ kind: 'canceled' });
  });

  it.each([undefined, '', {}, [], { status: 7 }])('is not read out of %j', (body) => {
    expect(readTask(body)).toBeUndefined();
  });

  it('is named by its reference', () => {
    expect(taskIdOf({ ref: '/tasks/01H' })).toBe('01H');
    expect([taskIdOf({ ref: '/tasks/' }), taskIdOf({}), taskIdOf('x')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a task that failed', () => {
  it('as it was recorded of a denial is said in one sentence, without addresses and classes', () => {
    const { sentence, halfCreated } = taskFailure(causeIn(recorded('denied')), 'other-new');
    expect(sentence).toBe(
      'other-new was not created: Front50 refused it, since Fiat does not let you create an application of this name. An operator of Spinnaker can change that under auth.permissions.source.application.prefix.',
    );
    expect(halfCreated).toBe(false);
  });

  it.each<[string, TaskCause, RegExp]>([
    [
      'GET',
      { status: 403, method: 'GET', path: '/v2/applications/SHOP', errors: [] },
      /already, which you may not see/,
    ],
    [
      'PATCH',
      { status: 403, method: 'PATCH', path: '/v2/applications/shop', errors: [] },
      /already, which you may not change/,
    ],
    ['no answer of a service', { errors: ['Invalid application name, errors: [too long]'] }, /takes it for no name/],
    [
      'an error of a service',
      { status: 500, method: 'POST', path: '/v2/applications', errors: ['boom'] },
      /it answered 500/,
    ],
    ['nothing', { errors: [] }, /says no reason/],
    [
      'words alone',
      { errors: ['Read timed out at http://front50.internal:8080/v2, URL: http://x:1/y'] },
      /^shop was not created. Orca says: Read timed out/,
    ],
  ])('by %s says why', (_by, cause, sentence) => {
    const told = taskFailure(cause, 'shop').sentence;
    expect(told).toMatch(sentence);
    expect(told).not.toMatch(/front50\.internal|http:\/\/x/);
  });

  it('while permissions were written says that everybody may change the application, and can be repaired', () => {
    const cause = { status: 503, method: 'PUT', path: '/permissions/applications/shop', errors: [] };
    expect(taskFailure(cause, 'shop')).toEqual({
      halfCreated: true,
      sentence:
        'shop was created, but its permissions could not be written (it answered 503): until they are, everybody may read and change it.',
    });
  });

  it('on an application that is called permissions is about that application', () => {
    const cause = { status: 403, method: 'GET', path: '/v2/applications/permissions', errors: [] };
    expect(taskFailure(cause, 'permissions').halfCreated).toBe(false);
  });
});
