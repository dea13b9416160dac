import { screen } from '@testing-library/react';
import { askingDelay } from '../../../frontend/create-application/use-answer.ts';
import type { Response } from '../../../frontend/service/request.ts';
import { beginAnew, field, press, putBack, settle, show, type } from './shown-dialog.tsx';
import { answer, notThere, recorded } from './told-host.ts';

beforeEach(beginAnew);
afterEach(putBack);

/** The application, and what Orca says of a second creation: that it changed what was there before. */
function shared(): { readonly application: () => Promise<Response>; appear(): void } {
  let isThere = false;
  return {
    application: async () => (isThere ? answer({ name: 'web' }) : notThere),
    appear: () => void (isThere = true),
  };
}

const failedAt = (method: string, path: string, status: number): Response =>
  answer({
    status: 'TERMINAL',
    variables: [
      { key: 'exception', value: { details: { status, method, url: `http://front50.internal:8080${path}` } } },
    ],
  });

describe('two tabs that create one name', () => {
  it('the second is told so before it sends, and keeps what was typed', async () => {
    const { application, appear } = shared();
    const { host } = await show({ application }, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    type('Description', 'Sells things.');
    appear();
    press('Create');
    await settle();
    expect(host.sent).toEqual([]);
    expect(screen.getByText(/There is an application web by now: somebody was faster/)).toBeInTheDocument();
    expect(['Name *', 'Owner Email *', 'Description'].map((label) => field(label))).toEqual([
      expect.objectContaining({ value: 'web', disabled: false }),
      expect.objectContaining({ value: 'x@example.com' }),
      expect.objectContaining({ value: 'Sells things.' }),
    ]);
    type('Name *', 'web-two');
    await settle(askingDelay);
    expect(screen.getByRole('button', { name: 'Create' })).toBeEnabled();
  });

  it('the second, of an application that it may not see, is told by its task', async () => {
    const task = async () => failedAt('GET', '/v2/applications/web', 403);
    const { host } = await show({ task }, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    expect(host.sent).toHaveLength(1);
    const told = screen.getByText(/There is an application web already, which you may not see\. Take another name\./);
    expect(told).not.toHaveTextContent(/front50|403/);
    expect(field('Owner Email *')).toHaveValue('x@example.com');
  });
});

describe('an application that was created by half', () => {
  it('is repaired by its button, once Front50 takes the permissions, and then gone to', async () => {
    const tasks = [
      failedAt('PUT', '/permissions/applications/web', 503),
      failedAt('PUT', '/permissions/applications/web', 403),
      answer(recorded('allowed')),
    ];
    const { application, appear } = shared();
    const { host, ended } = await show({ application, task: async () => tasks.shift() ?? notThere }, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Add a role');
    type('Role', 'team-a');
    press('Create');
    await settle();
    appear();
    expect(screen.getByText(/permissions could not be written \(it answered 503\)/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    press('Write its permissions again');
    await settle();
    expect(screen.getByText(/are still not written \(Front50 refused it, 403\)/)).toBeInTheDocument();
    press('Write its permissions again');
    await settle();
    expect(ended).toEqual(['created web']);
    expect(host.sent.map(({ job: [job] }) => [job?.['type'], job?.['application']])).toEqual([
      ['createApplication', expect.objectContaining({ permissions: expect.objectContaining({ WRITE: ['team-a'] }) })],
      ['updateApplication', expect.objectContaining({ permissions: expect.objectContaining({ WRITE: ['team-a'] }) })],
      ['updateApplication', expect.objectContaining({ permissions: expect.objectContaining({ WRITE: ['team-a'] }) })],
    ]);
  });
});

describe('a session that ends while the form is open', () => {
  it.each([
    ['before the task is sent', { application: async () => answer({}, 401) }, 0],
    ['as the task is sent', { sendTask: async () => answer({}, 401) }, 0],
    ['while the task is followed', { task: async () => answer({}, 401) }, 1],
  ])('%s is said in a sentence, and nothing typed is lost', async (_when, changes, sent) => {
    const { host } = await show(changes, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    expect(screen.getByText(/Your session has ended\. What you typed is kept in this tab/)).toBeInTheDocument();
    expect(host.sent).toHaveLength(sent);
    expect(field('Owner Email *')).toHaveValue('x@example.com');
  });
});
