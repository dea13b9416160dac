import { recordAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { stageType } from '../../../backend-stub/contract/orca.ts';
import { readObject } from '../../spinnaker/recordings.ts';

/** A Deployment with nothing special, and what a test is about put in. */
export function deploymentManifest(
  name: string,
  { namespace = 'shop', image = 'registry.example.com/web:1' } = {},
): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }
spec:
  replicas: 4
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: '${image}' }] }
`;
}

/** The stage's `deployment`, valid unless `changes` make it otherwise. */
export function configuration(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    targets: [{ account: 'prod' }],
    manifest: { source: 'text', text: deploymentManifest('web'), expressions: 'literal' },
    strategy: { canary: { steps: [{ setWeight: { weight: 25 } }, { pause: { untilApproved: true } }] } },
    ...changes,
  };
}

/** The stage's `deployment` with a literal manifest. */
export function withText(text: string): Readonly<Record<string, unknown>> {
  return configuration({ manifest: { source: 'text', text, expressions: 'literal' } });
}

export interface RunningStage {
  readonly id: string;
  readonly stageId: string;
  readonly startTime: number;
  readonly application: string;
  readonly user: string;
  readonly deployment: unknown;
  readonly type: string;
  readonly stageStatus: string;
  readonly canceled: boolean;
  readonly pipeline: string;
  /** Laid over the stage's context. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Who wrote the stage last. */
  readonly lastModified?: unknown;
}

export const publicUrl = 'http://gennaker.example.com:8081';

/** Before the first answer: Orca has no `statusEndpoint` yet. */
const addresses = {
  url: `${publicUrl}/v1/deployments`,
  cancelEndpoint: `${publicUrl}/v1/cancel`,
  statusEndpoint: undefined,
};

let stages = 0;

/** A stage of ours that runs, each with ids of its own. */
export function aRunningStage(changes: Partial<RunningStage> = {}): RunningStage {
  stages += 1;
  return {
    id: `01M821ZGT52VQJ3FQ4DKXP${String(stages).padStart(4, '0')}`,
    stageId: `01M821ZGWQMZSNVD0XAM7J${String(stages).padStart(4, '0')}`,
    startTime: 1795365520651,
    application: 'shop',
    user: 'alice@example.com',
    deployment: withText(deploymentManifest(`web-${stages}`)),
    type: stageType,
    stageStatus: 'RUNNING',
    canceled: false,
    pipeline: 'Deploy web',
    context: {},
    ...changes,
  };
}

/** As Orca answers it: the recorded execution of a stage like ours, with the values of this one. */
export function executionOf(running: RunningStage): unknown {
  const recorded = readObject('orca/whole-object-payload.json');
  const stages: readonly unknown[] = Array.isArray(recorded['stages']) ? recorded['stages'] : [];
  return {
    ...recorded,
    id: running.id,
    application: running.application,
    name: running.pipeline,
    status: running.canceled ? 'CANCELED' : 'RUNNING',
    canceled: running.canceled,
    authentication: { allowedAccounts: [], user: running.user },
    stages: [
      {
        ...recordAt(stages[0]),
        id: running.stageId,
        type: running.type,
        status: running.stageStatus,
        startTime: running.startTime,
        lastModified: running.lastModified,
        context: {
          ...recordAt(stages[0], 'context'),
          ...addresses,
          deployment: running.deployment,
          ...running.context,
        },
      },
    ],
  };
}
