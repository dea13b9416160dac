import { act, screen } from '@testing-library/react';
import React from 'react';
import { show, ToldService } from './acting.tsx';
import { detailsIn } from './recorded.ts';

const settle = (): Promise<void> => act(async () => undefined);

describe('the audit of a deployment', () => {
  it.each([
    ['waiting-for-approval', 'open'],
    ['succeeded', 'closed'],
  ])('stands in its details and is told that a deployment %s is %s', async (situation, state) => {
    const details = detailsIn(situation);
    show(new ToldService(details), {
      Audit: ({ application, deployment, isOpen }) => (
        <p>{`${application} ${deployment} ${isOpen ? 'open' : 'closed'}`}</p>
      ),
    });
    await settle();
    expect(screen.getByText(`${details.application} ${details.id} ${state}`)).toBeInTheDocument();
  });
});
