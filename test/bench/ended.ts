import { setTimeout as pause } from 'node:timers/promises';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Ground } from './ground.ts';
import type { StageCall } from './pipelines.ts';
import { post } from './post.ts';
import type { ServiceProcess } from './service-process.ts';

/** How often it is asked for, in milliseconds: Orca would ask every few seconds, which is nothing to measure by. */
const often = 20;

/** Sends what Orca would send, and resolves when the deployment has succeeded. Throws when it ends in another way. */
export async function succeeded(service: ServiceProcess, { token }: Ground, call: StageCall): Promise<void> {
  const { deploymentId } = await post(service.url, call);
  const url = `${service.url}/v1/deployments/${deploymentId}/status`;
  for (;;) {
    const answer: unknown = await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json();
    const status = textAt(answer, 'status');
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`deployment ${deploymentId} ended: ${JSON.stringify(answer)}`);
    await pause(often);
  }
}
