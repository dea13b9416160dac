import { Agent } from 'node:http';
import { realClock } from '../../orca/clock.ts';
import { runCreateTask } from '../../orca/create-task.ts';
import { runMonitorTask } from '../../orca/monitor-task.ts';
import { webhookBlock } from '../../orca/plugin-configuration.ts';
import { planStage } from '../../orca/stage-plan.ts';
import { newExecution } from '../../orca/start-request.ts';
import type { TaskResult } from '../../orca/task-result.ts';
import { readWebhookProperties } from '../../orca/webhook-properties.ts';
import { WebhookService } from '../../orca/webhook-service.ts';
import { SmallService } from '../../spinnaker/small-service.ts';
import type { SmallAnswer } from '../../spinnaker/small-service.ts';

/** What Orca, configured by plugin.yaml, makes of one answer: RUNNING means that it asks again. */
export interface OrcaRules {
  onStart(answer: SmallAnswer): Promise<TaskResult['status']>;
  onPoll(answer: SmallAnswer): Promise<TaskResult['status']>;
  close(): Promise<void>;
}

export async function startOrcaRules(): Promise<OrcaRules> {
  const target = await SmallService.start(() => ({ status: 500 }));
  const webhook = await webhookBlock({ address: target.url, properties: { GENNAKER_ORCA_TOKEN: 'token' } });
  const properties = readWebhookProperties(webhook);
  const agent = new Agent();
  const service = new WebhookService(properties, () => ({
    clock: realClock,
    agent,
    readTimeoutMs: 5000,
    restrictions: { allowLoopback: true },
    signal: new AbortController().signal,
  }));
  const started = () => {
    const written = { type: 'kubernetesProgressive', alias: 'preconfiguredWebhook', deployment: {} };
    const request = { application: 'shop', name: 'Deploy web', user: 'alice@example.com', stages: [written] };
    const execution = newExecution(request, 1795365520651);
    const [stage] = execution.stages;
    if (stage === undefined) throw new Error('An execution without its stage.');
    planStage(stage, properties);
    stage.context['statusEndpoint'] = `${target.url}/v1/deployments/any/status`;
    return { execution, stage };
  };
  return {
    async onStart(answer) {
      target.insteadAnswer(answer);
      const { execution, stage } = started();
      return (await runCreateTask(service, execution, stage)).status;
    },
    async onPoll(answer) {
      target.insteadAnswer(answer);
      return (await runMonitorTask(service, started().stage)).status;
    },
    async close() {
      agent.destroy();
      await target.close();
    },
  };
}
