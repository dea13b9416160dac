import type { OrcaExecution } from './execution.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { startOrca } from './orca.ts';
import type { SmallOrca } from './orca.ts';
import { tierRollout } from './recorded-presets.ts';
import { asTurn, inOrder, startTarget } from './recorded-target.ts';
import type { RecordedTarget, Turn } from './recorded-target.ts';
import { at, readRecording, readRequests, text } from './recordings.ts';
import type { RecordedRequest } from './recordings.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What a recording does not say by itself. */
export interface Situation {
  readonly preset?: (address: string) => JsonObject;
  /** Other parts of the `webhook` block. */
  readonly webhook?: (address: string) => JsonObject;
  /** What the author wrote beside type, name and alias. */
  readonly stage?: (address: string) => JsonObject;
  readonly parameters?: JsonObject;
  readonly trigger?: JsonObject;
  /** Picks the request lines when the execution's id is not in them. */
  readonly belongs?: (line: string) => boolean;
  /** Answers of a target that kept no log. */
  readonly turns?: (address: string) => readonly Turn[];
  /** Connections that were reset without being logged, by their place in the sequence. */
  readonly resets?: readonly number[];
  /** The target goes down with its last answer. */
  readonly goesDown?: boolean;
  /** When the first attempt started, if the recording shows a later one. */
  readonly startedAt?: (requests: readonly RecordedRequest[]) => number;
  /** Called whenever Orca only waits. */
  readonly whenWaiting?: (world: World) => Promise<void>;
}

export interface World {
  readonly orca: SmallOrca;
  readonly clock: VirtualClock;
  readonly target: RecordedTarget;
  readonly recording: JsonObject;
  readonly recorded: readonly RecordedRequest[];
  readonly id: string;
  readonly stageId: string;
}

/** Runs the recorded pipeline against a target that does what the recorder did, and hands the world to the test. */
export async function replay(name: string, situation: Situation, look: (world: World) => Promise<void>): Promise<void> {
  const recording = await readRecording(name);
  const id = text(recording['id']);
  const recorded = await readRequests(situation.belongs ?? ((line) => line.includes(id)));
  const started =
    situation.startedAt?.(recorded) ?? Number(at(recording, 'stages', 0, 'startTime') ?? recording['buildTime']);
  const clock = new VirtualClock(started);
  const turns = situation.turns ?? ((address: string) => turnsOf(recorded, address, situation));
  const target = await startTarget({ clock, turn: inOrder(turns) });
  const { address } = target;
  const preconfigured = [(situation.preset ?? tierRollout)(address)];
  const orca = await startOrca({ clock, webhook: { preconfigured, ...situation.webhook?.(address) } });
  try {
    const { stages } = orca.start(request(recording, situation, address));
    const world = { orca, clock, target, recording, recorded, id, stageId: stages[0]?.id ?? '' };
    clock.beforeJump = () => situation.whenWaiting?.(world) ?? Promise.resolve();
    await look(world);
  } finally {
    await orca.close();
    await target.close();
  }
}

function request(
  recording: JsonObject,
  { stage, parameters, trigger }: Situation,
  address: string,
): Parameters<SmallOrca['start']>[0] {
  const parameterValues = at(recording, 'stages', 0, 'context', 'parameterValues');
  return {
    id: text(recording['id']),
    application: text(recording['application']),
    name: text(recording['name']),
    user: text(at(recording, 'authentication', 'user')),
    ...(parameters === undefined ? {} : { parameters }),
    ...(trigger === undefined ? {} : { trigger }),
    stages: [
      {
        refId: '1',
        type: text(at(recording, 'stages', 0, 'type')),
        name: text(at(recording, 'stages', 0, 'name')),
        alias: 'preconfiguredWebhook',
        ...(parameterValues === undefined ? {} : { parameterValues }),
        ...stage?.(address),
      },
    ],
  };
}

function turnsOf(recorded: readonly RecordedRequest[], address: string, situation: Situation): readonly Turn[] {
  const { goesDown = false, resets = [] } = situation;
  const turns = recorded.map((one, index): Turn => {
    const turn = asTurn(withAddress(one, address));
    return turn.kind === 'answer' && goesDown && index === recorded.length - 1 ? { ...turn, thenDown: true } : turn;
  });
  for (const place of resets) turns.splice(place, 0, { kind: 'reset' });
  return turns;
}

/** The recorder's address becomes the target's. */
export function withAddress<Value>(value: Value, address: string): Value {
  const replaced: Value = JSON.parse(
    JSON.stringify(value).replaceAll('127.0.0.1:19999', address.replace('http://', '')),
  );
  return replaced;
}

/** What must be the same: everything but ids of stages, times, and what only the machines differ in. */
export function comparable(execution: OrcaExecution | JsonObject): Json {
  const json: unknown = JSON.parse(JSON.stringify(execution));
  const stages = at(json, 'stages');
  return {
    ...only(json, ['type', 'id', 'application', 'name', 'status', 'canceled', 'canceledBy', 'cancellationReason']),
    stages: Array.isArray(stages) ? stages.map(comparableStage) : [],
  };
}

function comparableStage(stage: Json): Json {
  const tasks = at(stage, 'tasks');
  return {
    ...only(stage, ['refId', 'type', 'name', 'status']),
    tasks: Array.isArray(tasks)
      ? tasks.map((task) => only(task, ['id', 'implementingClass', 'name', 'status', 'stageStart', 'stageEnd']))
      : [],
    context: withoutTimes(at(stage, 'context') ?? {}),
  };
}

const timeKeys = ['Date', 'timestamp', 'restartTime'];

/** The answers' headers, where the recording's target was another kind of server. */
export function withoutAnswerHeaders(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutAnswerHeaders);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'headers');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutAnswerHeaders(inner)]));
}

/** An empty summary of failed expressions says the same as none. */
function withoutTimes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !timeKeys.includes(key) && !isEmptySummary(key, inner),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutTimes(inner)]));
}

function isEmptySummary(key: string, value: Json): boolean {
  return key === 'expressionEvaluationSummary' && isObject(value) && Object.keys(value).length === 0;
}

function only(value: unknown, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const inner = at(value, key);
      return inner === undefined ? [] : [[key, inner]];
    }),
  );
}
