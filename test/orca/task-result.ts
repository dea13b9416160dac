import type { Status } from './execution.ts';
import type { JsonObject } from './json.ts';

/** What one run of a task says. RUNNING: run it again after its back-off. The context is laid over the stage's. */
export interface TaskResult {
  readonly status: Extract<Status, 'RUNNING' | 'SUCCEEDED' | 'TERMINAL' | 'CANCELED'>;
  readonly context: JsonObject;
}
