import type { StartReply } from '../../backend-stub/contract/orca.ts';
import type { StageCall } from './pipelines.ts';

/** Sends what Orca would send. Throws when the service does not take it. */
export async function post(url: string, { headers, body }: StageCall): Promise<StartReply> {
  const answer = await fetch(`${url}/v1/deployments`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`POST /v1/deployments was answered ${answer.status}: ${text}`);
  return JSON.parse(text) as StartReply;
}
