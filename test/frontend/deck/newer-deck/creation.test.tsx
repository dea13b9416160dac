import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import {
  CreateApplicationDialog,
  headingId,
} from '../../../../frontend/create-application/CreateApplicationDialog.tsx';
import { creationDialog } from '../../../../frontend/deck/creation-dialog.tsx';
import { replaceCreation } from '../../../../frontend/deck/creation-entries.ts';
import { creationHost } from '../../../../frontend/deck/creation-host.ts';
import { creationAnswer } from '../../create-application/told-host.ts';
import { silentService } from '../stage-part.tsx';
import exported from './exports.json';

interface Modal {
  readonly closeModal: (result: unknown) => void;
  readonly dismissModal: (reason?: unknown) => void;
}

const mockSent: unknown[] = [];
const mockAnswers: Readonly<Record<string, unknown>> = {
  '/auth/user': { username: 'alice@example.com', roles: ['team-a'] },
  '/tasks': { ref: '/tasks/t1' },
  '/tasks/t1': { status: 'SUCCEEDED' },
};
/** The class that both callers of the newer Deck call, for its button and for `?create=NAME`. */
const mockModal = Object.assign(() => undefined, {
  show: (name = ''): Promise<unknown> => Promise.resolve({ name: `Deck's own of ${name}` }),
});

// What of the newer Deck our dialog stands on, and nothing else: no ModalInjector, no ReactInjector.
jest.mock('@spinnaker/core', () => {
  const request = (url: string): object => ({
    path: (...segments: readonly string[]) => request([url, ...segments].join('/')),
    query: () => request(url),
    get: async () => {
      // An application is there once its task was sent.
      if (url.startsWith('/applications/') && mockSent.length > 0) return { name: url.split('/').pop() };
      if (url.startsWith('/applications/')) throw Object.assign(new Error('not there'), { status: 404 });
      return mockAnswers[url];
    },
    post: async (body: unknown) => {
      mockSent.push(body);
      return mockAnswers[url];
    },
  });
  return {
    __esModule: true,
    get CreateApplicationModal() {
      return mockModal;
    },
    ReactModal: {
      show: (Shown: React.ComponentType<Modal>) =>
        new Promise((closeModal, dismissModal) => {
          const shown = render(<Shown closeModal={leaving(closeModal)} dismissModal={leaving(dismissModal)} />);
          function leaving(end: (value?: unknown) => void): (value?: unknown) => void {
            return (value) => {
              end(value);
              setTimeout(() => shown.unmount(), 0);
            };
          }
        }),
    },
    REST: request,
    SETTINGS: { feature: { fiatEnabled: true } },
    AccountService: { listProviders: async () => ['kubernetes'], listAllAccounts: async () => [] },
    ApplicationReader: { listApplications: async () => [{ name: 'shop' }] },
    ApplicationNameValidator: { validate: async () => ({ errors: [], warnings: [] }) },
    ApplicationProviderFields: function Fields(props: {
      readonly application: { readonly providerSettings: object };
      readonly availableProviders: readonly string[];
      readonly onChange: (application: unknown) => void;
    }) {
      const providerSettings = { kubernetes: { publicIp: true } };
      return (
        <button type="button" onClick={() => props.onChange({ providerSettings })}>
          asked by {props.availableProviders.join()}
        </button>
      );
    },
  };
});

const decksOwn = mockModal.show;
const service = { ...silentService, creation: async (name: string) => creationAnswer(name) };

beforeEach(() => {
  mockSent.length = 0;
  sessionStorage.clear();
  mockModal.show = decksOwn;
  replaceCreation(creationDialog({ Dialog: CreateApplicationDialog, headingId }, creationHost, service));
});

const press = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

describe('creating an application in the newer Deck', () => {
  it('stands on what this Deck exports and on nothing of AngularJS', () => {
    const used = Object.keys(jest.requireMock<object>('@spinnaker/core')).filter((name) => name !== '__esModule');
    expect(used).toContain('ApplicationProviderFields');
    expect(used.filter((name) => !exported.includes(name))).toEqual([]);
    expect(exported).not.toContain('ModalInjector');
  });

  it.each([
    ['by its button', undefined, ''],
    ['by an address with a name', 'web', 'web'],
  ])('begins in our dialog %s, and ends with its name, for whoever opened it', async (_way, given, begunWith) => {
    const created = given === undefined ? mockModal.show() : mockModal.show(given);
    const name = await screen.findByLabelText('Name *');
    expect(name).toHaveValue(begunWith);
    await userEvent.clear(name);
    await userEvent.type(name, 'shop-web');
    await userEvent.type(screen.getByLabelText('Owner Email *'), 'shop@example.com');
    await press('asked by kubernetes');
    await press('Create');
    expect(await created).toEqual({ name: 'shop-web' });
    expect(mockSent).toEqual([
      expect.objectContaining({
        job: [
          expect.objectContaining({
            user: 'alice@example.com',
            application: expect.objectContaining({ providerSettings: { kubernetes: { publicIp: true } } }),
          }),
        ],
      }),
    ]);
  });

  it('is left without a word where nothing was typed', async () => {
    const ended = expect(mockModal.show()).rejects.toBeUndefined();
    await screen.findByLabelText('Name *');
    await press('Cancel');
    await ended;
  });
});
