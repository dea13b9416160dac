import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import { isFields } from '../../../backend-stub/contract/reading.ts';
import { Part } from '../../../frontend/service/part.ts';
import { readDetails } from '../../../frontend/service/read-details.ts';

const folder = join(process.cwd(), 'test/fixtures/deployments');

export const situations: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** What the service answered in a situation, as JSON. */
export function answerIn(situation: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${situation}.json`), 'utf8'));
}

export function detailsIn(situation: string): StageDetails {
  const details = readDetails(new Part(answerIn(situation), 'answer'));
  if (details.startedBy !== 'stage') throw new Error(`The deployment of ${situation} was started by no stage.`);
  return details;
}

type StageDetails = Extract<DeploymentDetails, { readonly startedBy: 'stage' }>;

/** A stage as Orca keeps it. */
export interface KeptStage {
  readonly status: string;
  readonly context: unknown;
}

/** The stage as Orca kept it in that situation. */
export function stageIn(situation: string): KeptStage {
  return keptStage(JSON.parse(readFileSync(join(folder, 'stages', `${situation}.json`), 'utf8')));
}

/** The first stage of an execution that a real Orca ran. */
export function orcaStage(recording: string): KeptStage {
  const path = join(process.cwd(), 'test/fixtures/orca', `${recording}.json`);
  const execution: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return keptStage(isFields(execution) && Array.isArray(execution['stages']) ? execution['stages'][0] : undefined);
}

export const recordings: readonly string[] = readdirSync(join(process.cwd(), 'test/fixtures/orca'))
  .filter((name) => name.endsWith('.json') && name !== 'ops-task.json')
  .map((name) => name.slice(0, -'.json'.length));

function keptStage(stage: unknown): KeptStage {
  if (!isFields(stage) || typeof stage['status'] !== 'string') throw new Error('no stage was recorded');
  return { status: stage['status'], context: stage['context'] };
}
