import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { CreationHost } from '../../../frontend/create-application/host.ts';
import { creationDialog } from '../../../frontend/deck/creation-dialog.tsx';
import { toldHost } from '../create-application/told-host.ts';
import { creationPart, silentService } from './stage-part.tsx';

interface Modal {
  readonly closeModal: (result: unknown) => void;
  readonly dismissModal: (reason?: unknown) => void;
}

const mockShown: object[] = [];
const mockLeft: string[] = [];
jest.mock('@spinnaker/core', () => ({
  ReactModal: {
    show: (Shown: React.ComponentType<Modal>, _props: object, options: object) =>
      new Promise((closeModal, dismissModal) => {
        mockShown.push(options);
        const dismiss = (...reason: readonly unknown[]): void => {
          Reflect.apply(dismissModal, undefined, reason);
          setTimeout(() => {
            shown.unmount();
            mockLeft.push('ours left');
          }, 100);
        };
        const shown = render(<Shown closeModal={closeModal} dismissModal={dismiss} />);
      }),
  },
}));

let logged: unknown[][];
const decks: string[] = [];
const showDecks = async (name: string): Promise<unknown> => {
  decks.push(name);
  mockLeft.push("Deck's opened");
  return { name: "Deck's own" };
};
const open = (name: string, host: () => CreationHost = toldHost): PromiseLike<unknown> =>
  creationDialog(creationPart, host, silentService)(name, showDecks);
const press = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  decks.length = 0;
  mockLeft.length = 0;
  logged = [];
  jest.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => void logged.push(parts));
});
afterEach(() => jest.restoreAllMocks());

describe("our dialog in Deck's modal", () => {
  it('is named by its heading, and ends with the application that was created', async () => {
    const result = open('web');
    expect(mockShown.pop()).toMatchObject({ 'aria-labelledby': 'heading', keyboard: false, backdrop: 'static' });
    expect(screen.getByRole('heading')).toHaveTextContent('ours for web');
    await press('Create');
    expect(await result).toEqual({ name: 'made' });
  });

  it('that is dismissed is dismissed for whoever opened it, and no other opens', async () => {
    const ended = expect(open('web')).rejects.toBeUndefined();
    await press('Cancel');
    await ended;
    expect(decks).toEqual([]);
  });

  it("that throws while it is drawn gives way to Deck's own, and says why on the console", async () => {
    expect(await open('breaks at once')).toEqual({ name: "Deck's own" });
    expect(decks).toEqual(['breaks at once']);
    expect(logged).toContainEqual([
      '[Gennaker] The create-application dialog could not be shown.',
      expect.objectContaining({ message: 'no form here' }),
    ]);
  });

  it('that breaks later gives way with the name typed so far', async () => {
    const result = open('web');
    await press('Type');
    await press('Break');
    expect(await result).toEqual({ name: "Deck's own" });
    expect(decks).toEqual(['typed']);
    // Deck's modal would lie behind its own backdrop when ours, on its way out, takes a mark of the page along.
    expect(mockLeft).toEqual(['ours left', "Deck's opened"]);
  });

  it('that has no Deck to ask gives way before anything is drawn', async () => {
    const without = (): never => {
      throw new Error('this Deck has no REST');
    };
    expect(await open('web', without)).toEqual({ name: "Deck's own" });
  });
});
