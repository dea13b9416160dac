import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { guarded } from '../../../frontend/deck/guarded.tsx';
import { registerAll } from '../../../frontend/deck/registration.ts';

let logged: unknown[][];

beforeEach(() => {
  logged = [];
  jest.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => void logged.push(parts));
});
afterEach(() => jest.restoreAllMocks());

describe('a component that throws', () => {
  it('is replaced by a sentence with the reason, logged with its cause, and can be tried again', async () => {
    let broken = true;
    const Inner = guarded('The form', () => {
      if (broken) throw new Error('no steps here');
      return <p>the form</p>;
    });
    render(
      <div>
        <Inner />
        <p>the rest of the page</p>
      </div>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('The form could not be shown.');
    expect(screen.getByRole('alert')).toHaveTextContent('no steps here');
    expect(screen.getByText('the rest of the page')).toBeInTheDocument();
    expect(logged).toContainEqual([
      '[Gennaker] The form could not be shown.',
      expect.objectContaining({ message: 'no steps here' }),
    ]);
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('the form')).toBeInTheDocument();
  });
});

describe('a registration that fails', () => {
  it('says so with its cause and keeps no other from being registered', () => {
    const cause = new Error('Deck has no such registry');
    const registered: string[] = [];
    registerAll([
      {
        name: 'The first part',
        register: () => {
          throw cause;
        },
      },
      { name: 'The second part', register: () => void registered.push('second') },
    ]);
    expect(registered).toEqual(['second']);
    expect(logged).toEqual([['[Gennaker] The first part could not be registered in Deck.', cause]]);
  });
});
