import type { OrcaStage, OrcaTask, TaskName } from './execution.ts';
import { JavaException } from './java-exception.ts';
import { copy } from './json.ts';
import { readStageData } from './stage-data.ts';
import type { WebhookProperties } from './webhook-properties.ts';

const implementingClasses: Readonly<Record<TaskName, string>> = {
  createWebhook: 'com.netflix.spinnaker.orca.webhook.tasks.CreateWebhookTask',
  waitBeforeMonitorWebhook: 'com.netflix.spinnaker.orca.pipeline.tasks.WaitTask',
  monitorWebhook: 'com.netflix.spinnaker.orca.webhook.tasks.MonitorWebhookTask',
  wait: 'com.netflix.spinnaker.orca.pipeline.tasks.WaitTask',
};

/** Finds the stage's definition as Orca does, by alias alone when there is one, and lays out its tasks. */
export function planStage(stage: OrcaStage, properties: WebhookProperties): void {
  const { alias } = stage.context;
  const definition = typeof alias === 'string' ? alias : stage.type;
  if (definition === 'wait') {
    stage.tasks = tasks(['wait']);
    return;
  }
  // A webhook of the author's own. Its type stays what he wrote, and the sensitive headers go by that.
  if (definition === 'webhook') {
    stage.tasks = tasks(webhookTasks(stage));
    return;
  }
  if (definition !== 'preconfiguredWebhook')
    throw new JavaException(
      'com.netflix.spinnaker.orca.StageResolver$NoSuchStageDefinitionBuilderException',
      `No StageDefinitionBuilder implementation for ${stage.type}(alias: ${typeof alias === 'string' ? alias : 'null'}) found (knownTypes: preconfiguredWebhook,wait,webhook)`,
    );
  layOver(stage, properties);
  stage.tasks = tasks(webhookTasks(stage));
}

/** What the configuration says wins; what it leaves open is the author's. */
function layOver(stage: OrcaStage, properties: WebhookProperties): void {
  const preset = properties.preconfigured.find(({ type }) => type === stage.type);
  if (preset === undefined)
    throw new JavaException(
      'com.netflix.spinnaker.orca.webhook.exception.PreconfiguredWebhookNotFoundException',
      `Could not find a stage named '${stage.type}'`,
    );
  Object.assign(stage.context, copy(preset.fields));
}

function webhookTasks(stage: OrcaStage): readonly TaskName[] {
  const { monitorOnly, waitForCompletion, waitBeforeMonitor } = readStageData(stage.context);
  if (monitorOnly && !waitForCompletion)
    throw new JavaException(
      'com.netflix.spinnaker.kork.exceptions.UserException',
      "Can't specify monitorOnly = true and waitForCompletion = false at the same time",
    );
  const create: readonly TaskName[] = monitorOnly ? [] : ['createWebhook'];
  if (!waitForCompletion) return create;
  if (waitBeforeMonitor <= 0) return [...create, 'monitorWebhook'];
  stage.context['waitTime'] ??= waitBeforeMonitor;
  return [...create, 'waitBeforeMonitorWebhook', 'monitorWebhook'];
}

function tasks(names: readonly TaskName[]): OrcaTask[] {
  return names.map((name, index) => ({
    id: `${index + 1}`,
    implementingClass: implementingClasses[name],
    name,
    status: 'NOT_STARTED',
    stageStart: index === 0,
    stageEnd: index === names.length - 1,
    loopStart: false,
    loopEnd: false,
    taskExceptionDetails: {},
  }));
}
