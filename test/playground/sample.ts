import { frontend, versions } from '../demo/podinfo.ts';
import type { JsonObject } from '../orca/json.ts';
import { application } from '../stage/people.ts';
import { approval, progressiveStage, weight } from '../stage/pipeline.ts';
import type { Front50, SavedPipeline } from './gate/front50.ts';
import type { Ground } from './ground.ts';

export const samplePipeline = 'Deploy podinfo';
export { application as sampleApplication, versions };

/** Steps of a canary that stops once for a person, and once for a while. */
export const sampleSteps: readonly JsonObject[] = [
  weight(25),
  approval,
  weight(50),
  { pause: { duration: 20, unit: 'seconds' } },
];

export function sampleStage({ account, namespace }: Ground, version: string): JsonObject {
  return {
    refId: '1',
    requisiteStageRefIds: [],
    ...progressiveStage({
      manifest: frontend(version),
      steps: sampleSteps,
      deployment: {
        targets: [{ account, namespaceOverride: namespace }],
        notifications: [{ type: 'slack', address: '#releases' }],
      },
      stage: { name: 'Deploy podinfo progressively' },
    }),
  };
}

/** An application with one pipeline, ready to run: podinfo's Deployment, Service and autoscaler. */
export function addSample(front50: Front50, ground: Ground): SavedPipeline {
  front50.addApplication(application, {
    email: 'shop@example.com',
    description: 'The application of the playground',
    cloudProviders: 'kubernetes',
    accounts: ground.account,
    // Clouddriver knows nothing here that these could show.
    dataSources: { enabled: [], disabled: ['serverGroups', 'loadBalancers', 'securityGroups', 'functions'] },
  });
  addTakenNames(front50);
  const pipeline = {
    application,
    name: samplePipeline,
    schema: '1',
    index: 0,
    triggers: [],
    expectedArtifacts: [],
    keepWaitingPipelines: false,
    limitConcurrent: true,
    spelEvaluator: 'v4',
    stages: [sampleStage(ground, versions.next)],
  };
  return front50.save(pipeline, 'alice@example.com');
}

/** Applications that most of the users do not see, so that there are names which are taken all the same. */
function addTakenNames(front50: Front50): void {
  for (const name of ['payroll', 'oncall-rota']) {
    front50.addApplication(name, { email: 'hr@example.com', cloudProviders: 'kubernetes' });
    front50.setPermissions(name, { READ: ['hr'], EXECUTE: ['hr'], WRITE: ['hr'] });
  }
}
