import type { OrcaExecution } from '../../orca/execution.ts';
import type { JsonObject } from '../../orca/json.ts';
import { isObject } from '../../orca/json.ts';
import type { SmallOrca } from '../../orca/orca.ts';
import type { SavedPipeline } from './front50.ts';

/** An execution as Deck reads it: Orca's own, and which saved pipeline it is of. */
export interface DeckExecution extends OrcaExecution {
  readonly pipelineConfigId?: string;
}

export interface Wanted {
  readonly application?: string;
  readonly pipelineConfigIds?: readonly string[];
  /** All of them when it is empty. */
  readonly statuses: readonly string[];
  readonly limit: number;
}

/** Which pipeline each execution is of: the small Orca does not know saved pipelines. */
export class ExecutionLedger {
  readonly #orca: SmallOrca;
  readonly #pipelineOf = new Map<string, string>();
  readonly #forgotten = new Set<string>();

  constructor(orca: SmallOrca) {
    this.#orca = orca;
  }

  start(pipeline: SavedPipeline, user: string, trigger: JsonObject = {}): string {
    const stages = Array.isArray(pipeline['stages']) ? pipeline['stages'].filter(isObject) : [];
    const { application, name } = pipeline;
    const parameters = isObject(trigger['parameters']) ? trigger['parameters'] : {};
    // The user is who is signed in, whatever the body says: so does Gate.
    const execution = this.#orca.start({
      application,
      name,
      user,
      stages,
      parameters,
      trigger: { ...trigger, type: 'manual', user, parameters },
    });
    this.#pipelineOf.set(execution.id, pipeline.id);
    return execution.id;
  }

  /** From the lists and from Gate; the small Orca keeps it, and what it runs goes on. */
  forget(id: string): void {
    this.#forgotten.add(id);
  }

  find(id: string): DeckExecution | undefined {
    const execution = this.#forgotten.has(id) ? undefined : this.#orca.execution(id);
    return execution === undefined ? undefined : this.#ofPipeline(execution);
  }

  /** The newest first. What this Orca can not do shows when it is asked for alone. */
  list({ application, pipelineConfigIds, statuses, limit }: Wanted): readonly DeckExecution[] {
    return this.#orca
      .executions()
      .map((execution) => this.#ofPipeline(execution))
      .filter(({ id }) => !this.#forgotten.has(id))
      .filter((one) => application === undefined || one.application === application)
      .filter(({ pipelineConfigId = '' }) => pipelineConfigIds?.includes(pipelineConfigId) ?? true)
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
      .sort((one, other) => other.buildTime - one.buildTime)
      .slice(0, limit);
  }

  #ofPipeline(execution: OrcaExecution): DeckExecution {
    const pipelineConfigId = this.#pipelineOf.get(execution.id);
    return pipelineConfigId === undefined ? execution : { ...execution, pipelineConfigId };
  }
}

/** What a list without `expand` has: contexts, outputs and tasks are there, and empty. */
export function shortened(execution: DeckExecution): object {
  return { ...execution, stages: execution.stages.map((stage) => ({ ...stage, context: {}, outputs: {}, tasks: [] })) };
}
