import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import type { Playground } from '../playground/playground.ts';
import { sampleApplication } from '../playground/sample.ts';
import { alice } from '../stage/people.ts';

/** What runs in the playground, asked of the service past Deck. */
export async function deploymentsOf(playground: Playground): Promise<readonly DeploymentReport[]> {
  const list = `/v1/deployments?application=${sampleApplication}`;
  const { body } = await playground.as(alice).get<{ deployments: readonly DeploymentReport[] }>(list);
  return body.deployments;
}

export function isOf(executionId: string, deployment: DeploymentReport): boolean {
  return deployment.startedBy === 'stage' && deployment.executionId === executionId;
}

/** Decides until the execution's deployment has ended, or every one when none is named. */
export async function decideUntilEnded(playground: Playground, action: Action, executionId?: string): Promise<void> {
  for (;;) {
    const all = await deploymentsOf(playground);
    const concerned = all.filter((one) => executionId === undefined || isOf(executionId, one));
    const open = concerned.filter(({ phase }) => phase !== 'ended');
    if (open.length === 0 && concerned.length > 0) return;
    for (const { id } of open) await playground.as(alice).decide(id, action);
    await pause(300);
  }
}
