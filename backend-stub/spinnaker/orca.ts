import type { ExecutionAnswer, Executions } from '../ports.ts';
import { isServiceNotFound, jsonOf, type Answer } from './answer.ts';
import { ExecutionsUnavailable } from './errors.ts';
import { readExecution } from './execution.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';

export interface OrcaOptions extends ServiceOptions {
  /** The service's own identity, a service account with READ on the applications it serves. */
  readonly readAs: string;
}

/** A ULID or a UUID: what Orca gives out as ids. Nothing in it can change the path of a URL. */
const executionId = /^[0-9A-Za-z-]{1,64}$/;

/** Orca's pipeline executions, by `GET /pipelines/{id}`, asked as `readAs` and never as the user who is being judged. */
export function orcaExecutions(options: OrcaOptions): Executions {
  const service = serviceClient(options);
  const headers = { 'X-SPINNAKER-USER': options.readAs };
  return {
    async read(id) {
      // Orca has given out no such id, so it need not be asked.
      if (!executionId.test(id)) return { kind: 'missing' };
      try {
        return readAnswer(id, await service.get(`/pipelines/${id}`, headers));
      } catch (error) {
        if (error instanceof ExecutionsUnavailable) throw error;
        throw new ExecutionsUnavailable(`Orca could not say what execution ${id} is`, { cause: error });
      }
    },
  };
}

function readAnswer(id: string, answer: Answer): ExecutionAnswer {
  if (isServiceNotFound(answer)) return { kind: 'missing' };
  if (answer.status === 403) return { kind: 'unreadable' };
  if (answer.status !== 200) {
    throw new ExecutionsUnavailable(`Orca could not say what execution ${id} is: it answered ${answer.status}`);
  }
  // Measured: who has no READ on the application gets a 200 with an empty body.
  if (answer.text.trim() === '') return { kind: 'unreadable' };
  const execution = readExecution(jsonOf(answer));
  if (execution === undefined) {
    throw new ExecutionsUnavailable(`Orca could not say what execution ${id} is: its answer is no execution`);
  }
  if (execution.id !== id)
    throw new ExecutionsUnavailable(`Orca was asked for ${id} and answered with ${execution.id}`);
  return { kind: 'found', execution };
}
