import { act, render } from '@testing-library/react';
import React, { useState } from 'react';
import { PipelinePermissionsPage } from '../../../frontend/pipeline-permissions/PipelinePermissionsPage.tsx';
import type { GateFacts } from '../../../frontend/pipeline-permissions/gate-facts.ts';
import type { Address } from '../../../frontend/pipeline-permissions/rows.ts';
import type { TaskGate, TaskRequest } from '../../../frontend/tasks/follow.ts';
import { gateOf, nothingTold, said } from './told-facts.ts';

export const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 20)));

export interface ShownPage {
  readonly addresses: readonly Address[];
  /** How often Gate was asked about everything. */
  readonly asked: () => number;
  readonly sent: readonly TaskRequest[];
  readonly saved: () => number;
}

export interface Telling {
  readonly gate?: GateFacts | (() => GateFacts);
  readonly told?: Promise<typeof nothingTold>;
  readonly at?: Address;
  readonly task?: TaskGate['task'];
}

/** In a page whose address is where what is looked for goes, as in Deck. */
export async function showPage({
  gate = gateOf(),
  told = Promise.resolve(nothingTold),
  at = {},
  task = async () => said({ status: 'SUCCEEDED' }),
}: Telling = {}): Promise<ShownPage> {
  const addresses: Address[] = [];
  const sent: TaskRequest[] = [];
  let [asked, saved] = [0, 0];
  const readGate = (): Promise<GateFacts> => {
    asked += 1;
    return Promise.resolve(typeof gate === 'function' ? gate() : gate);
  };
  const service = { pipelineAccess: () => told };
  const taskGate: TaskGate = {
    task,
    sendTask: async (request) => {
      sent.push(request);
      return said({ ref: `/tasks/t${sent.length}` });
    },
  };
  const onSaved = (): void => void (saved += 1);
  function Host(): JSX.Element {
    const [address, setAddress] = useState<Address>(at);
    const onAddress = (next: Address): void => {
      addresses.push(next);
      setAddress(next);
    };
    const given = { address, onAddress, readGate, service, gate: taskGate, onSaved };
    return <PipelinePermissionsPage application="shop" {...given} />;
  }
  render(<Host />);
  await settled();
  return { addresses, asked: () => asked, sent, saved: () => saved };
}

/** The pipeline that a task would save. */
export function pipelineIn(task: TaskRequest | undefined): Record<string, unknown> {
  const [job] = task?.job ?? [];
  const read: unknown = JSON.parse(Buffer.from(String(job?.['pipeline']), 'base64').toString('utf8'));
  return Object(read);
}
