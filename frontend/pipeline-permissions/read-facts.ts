import type { StageService } from '../service/stage-service.ts';
import { factsOf, type Facts } from './facts.ts';
import type { ReadGate } from './gate-facts.ts';

/** Who is asked about what is known. */
export interface Sources {
  readonly readGate: ReadGate;
  readonly service: Pick<StageService, 'pipelineAccess'>;
}

/** What Gate and the stage service know of an application now. Never rejects. */
export async function readFacts(application: string, { readGate, service }: Sources): Promise<Facts> {
  const told = service
    .pipelineAccess(application)
    .catch((error: unknown) => (error instanceof Error ? error : new Error('The stage service could not be asked.')));
  const [gate, access] = await Promise.all([readGate(application), told]);
  return factsOf(application, gate, access);
}
