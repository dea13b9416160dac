import { readFileSync } from 'node:fs';
import { isRecord, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import { isKubernetesObject } from '../cluster/recording/journal.ts';
import { clockFrom } from '../orca/clock.ts';
import type { OrcaExecution } from '../orca/execution.ts';
import type { Running } from '../stage/pipeline.ts';
import type { Begun } from '../stage/world.ts';

/** A deployment of the recorded store, by where Orca and the service have it. */
export interface BegunDeployment extends Running {
  readonly id: string;
}

/** What `record.ts` left: one store, cluster and Orca, as the older version left them. */
export interface Recorded {
  readonly begun: Begun;
  /** What `pg_dump` wrote, with the tables of then. */
  readonly store: string;
  readonly objects: readonly KubernetesObject[];
  deployment(name: 'shop' | 'cart' | 'search' | 'ads'): BegunDeployment;
}

const read = (name: string): string => readFileSync(new URL(`../fixtures/upgrade/${name}`, import.meta.url), 'utf8');

export function readRecorded(): Recorded {
  const about: unknown = JSON.parse(read('about.json'));
  const text = (...path: readonly string[]): string => {
    const found = textAt(about, ...path);
    if (found === undefined) throw new Error(`about.json has no ${path.join('.')}`);
    return found;
  };
  return {
    begun: {
      namespace: text('namespace'),
      sealingKey: Buffer.from(text('sealingKey'), 'base64'),
      clock: clockFrom(Date.parse(text('recordedAt'))),
      // Orca polls where it was told to, which was a port of another process.
      executions: (serviceUrl) =>
        listOf(read('executions.json').replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/v1\/)/g, serviceUrl), isExecution),
    },
    store: read('store.sql'),
    objects: listOf(read('objects.json'), isKubernetesObject),
    deployment: (name) => ({
      id: text('deployments', name, 'id'),
      executionId: text('deployments', name, 'executionId'),
      stageId: text('deployments', name, 'stageId'),
    }),
  };
}

function listOf<Item>(json: string, is: (value: unknown) => value is Item): readonly Item[] {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed) || !parsed.every(is)) throw new TypeError('The recording holds something else.');
  return parsed;
}

/** The small Orca wrote it; by these two it is told from anything else. */
function isExecution(value: unknown): value is OrcaExecution {
  return isRecord(value) && value['type'] === 'PIPELINE' && Array.isArray(value['stages']);
}
