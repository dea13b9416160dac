import { webhookAddressKeys } from '../deployment/execution.ts';
import type { Execution, ExecutionStage, StageWebhook } from '../deployment/execution.ts';
import { defined } from '../contract/defined.ts';
import { stageDecisionKey } from '../contract/stage-decision.ts';
import type { StageStamp } from '../contract/stage-decision.ts';
import { at, isRecord, numberAt, textAt } from '../deployment/kubernetes-object.ts';

/**
 * Reads a pipeline execution as Orca answers it, and only the parts that we believe. Undefined when one of the parts that are always
 * there is missing. Orca's own answer is many times larger; nothing else of it is kept.
 */
export function readExecution(body: unknown): Execution | undefined {
  const id = textAt(body, 'id');
  const application = textAt(body, 'application');
  const status = textAt(body, 'status');
  const stages = readStages(at(body, 'stages'));
  if (id === undefined || application === undefined || status === undefined || stages === undefined) return undefined;
  const name = textAt(body, 'name');
  const canceledBy = textAt(body, 'canceledBy');
  const user = textAt(body, 'authentication', 'user');
  return {
    id,
    application,
    ...(name === undefined ? {} : { name }),
    status,
    canceled: at(body, 'canceled') === true,
    ...(canceledBy === undefined ? {} : { canceledBy }),
    ...(user === undefined ? {} : { user }),
    triggeredBy: readTriggers(at(body, 'trigger')),
    stages,
  };
}

/** A pipeline that starts a pipeline that starts a pipeline: as long as anybody could follow it. */
const longestChain = 50;

/** Up the chain: who pulled each trigger, and as whom each pipeline before this one ran. Each name once. */
function readTriggers(first: unknown): readonly string[] {
  const names = new Set<string>();
  let trigger = first;
  for (let link = 0; link < longestChain && isRecord(trigger); link += 1) {
    const parent = at(trigger, 'parentExecution');
    for (const name of [textAt(trigger, 'user'), textAt(parent, 'authentication', 'user')])
      if (name !== undefined && name.trim() !== '') names.add(name);
    trigger = at(parent, 'trigger');
  }
  return [...names];
}

function readStages(list: unknown): readonly ExecutionStage[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const stages: ExecutionStage[] = [];
  for (const entry of list) {
    const stage = readStage(entry);
    if (stage === undefined) return undefined;
    stages.push(stage);
  }
  return stages;
}

function readStage(stage: unknown): ExecutionStage | undefined {
  const id = textAt(stage, 'id');
  const type = textAt(stage, 'type');
  const status = textAt(stage, 'status');
  if (!isRecord(stage) || id === undefined || type === undefined || status === undefined) return undefined;
  const startTime = numberAt(stage, 'startTime');
  return {
    id,
    refId: textAt(stage, 'refId') ?? '',
    name: textAt(stage, 'name') ?? type,
    type,
    status,
    ...(startTime === undefined ? {} : { startTime }),
    deployment: at(stage, 'context', 'deployment'),
    webhook: readWebhook(at(stage, 'context')),
    ...defined({ decision: at(stage, 'context', stageDecisionKey), stamp: readStamp(at(stage, 'lastModified')) }),
  };
}

function readStamp(lastModified: unknown): StageStamp | undefined {
  const user = textAt(lastModified, 'user');
  const at = numberAt(lastModified, 'lastModifiedTime');
  return user === undefined || at === undefined ? undefined : { user, at };
}

function readWebhook(context: unknown): StageWebhook {
  const monitorOnly = at(context, 'monitorOnly');
  return {
    ...defined({ alias: textAt(context, 'alias') }),
    // Orca's mapper takes the text for the flag, and an expression may become either.
    monitorOnly: ![undefined, null, false, 'false'].some((off) => off === monitorOnly),
    addresses: webhookAddressKeys.flatMap((key) => {
      const address = textAt(context, key);
      return address === undefined ? [] : [{ key, address }];
    }),
  };
}
