import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import { CreateApplicationDialog } from '../../../frontend/create-application/CreateApplicationDialog.tsx';
import type { CreationHost } from '../../../frontend/create-application/host.ts';
import { creationAnswer, toldHost } from './told-host.ts';

export interface Shown {
  readonly asked: string[];
  readonly host: ReturnType<typeof toldHost>;
  readonly ended: string[];
  readonly user: ReturnType<typeof userEvent.setup>;
}

type Creation = (name: string) => Promise<CreationAnswer>;

/** The dialog in a page, with a Deck and a service that say what a test tells them to; time stands still until `settle` moves it. */
export async function show(
  changes: Partial<CreationHost> = {},
  creation: Creation = async (name) => creationAnswer(name),
  name = '',
): Promise<Shown> {
  const asked: string[] = [];
  const ended: string[] = [];
  const host = toldHost(changes);
  const service = {
    creation: (wanted: string) => {
      asked.push(wanted);
      return creation(wanted);
    },
  };
  render(
    <CreateApplicationDialog
      name={name}
      host={host}
      service={service}
      onName={() => undefined}
      onCreated={(created) => void ended.push(`created ${created.name}`)}
      onDismiss={() => void ended.push('dismissed')}
    />,
  );
  await settle();
  return { asked, host, ended, user: userEvent.setup({ advanceTimers: jest.advanceTimersByTime }) };
}

export const settle = (milliseconds = 0): Promise<void> =>
  act(async () => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    jest.advanceTimersByTime(milliseconds);
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  });

export const field = (label: string): HTMLElement => screen.getByLabelText(label);
export const type = (label: string, value: string): boolean => fireEvent.change(field(label), { target: { value } });
export const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }));

export function beginAnew(): void {
  sessionStorage.clear();
  jest.useFakeTimers();
}

export async function putBack(): Promise<void> {
  await settle();
  jest.useRealTimers();
}
