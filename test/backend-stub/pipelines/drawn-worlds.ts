import fc from 'fast-check';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import type { Pipeline } from '../../../backend-stub/pipelines/pipeline.ts';
import { pipelineOf, type KnownWorld } from './known-world.ts';

export const roleNames = ['team-a', 'team-b', 'release', 'dev', 'ops'];
const accountNames = ['prod', 'staging', 'eu', '${where}', 'unheard-of'];
const applicationNames = ['shop', 'billing'];
const identities = ['robot', 'p1@managed-service-account', 'x@shared-managed-service-account', 'stranger', '', ' '];

/** As operators type them. */
export const typed = (names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('as it is', 'shouted', 'padded'))
    .map(([name, way]) => (way === 'shouted' ? name.toUpperCase() : way === 'padded' ? ` ${name}` : name));

const roles = fc.array(typed(roleNames), { maxLength: 3 });
export const drawnPermissions: fc.Arbitrary<Permissions> = fc.record(
  { READ: roles, WRITE: roles, EXECUTE: roles },
  { requiredKeys: [] },
);

const trigger = fc.record(
  {
    type: fc.constantFrom('webhook', 'git', 'cron', 'pipeline', 'docker', 'somethingNew'),
    enabled: fc.boolean(),
    runAsUser: fc.constantFrom(...identities),
  },
  { requiredKeys: ['type'] },
);

const stage = fc.oneof(
  fc.record({
    type: fc.constantFrom('deployManifest', 'findArtifactsFromResource', 'webhook'),
    account: typed(accountNames),
  }),
  fc.record({
    type: fc.constant('kubernetesProgressive'),
    deployment: fc.record({ targets: fc.array(fc.record({ account: typed(accountNames) }), { maxLength: 2 }) }),
  }),
  fc.record({
    type: fc.constant('deploy'),
    cloudProvider: fc.constantFrom('aws', 'kubernetes'),
    clusters: fc.array(fc.record({ account: typed(accountNames) }), { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('pipeline'),
    application: fc.constantFrom(...applicationNames),
    pipeline: fc.constantFrom('p1', 'p2', 'p3', '${which}', 'gone'),
  }),
);

const pipelineWith = (id: string, mostStages: number): fc.Arbitrary<Pipeline> =>
  fc
    .record(
      {
        application: fc.constantFrom(...applicationNames),
        disabled: fc.boolean(),
        roles: fc.array(typed(roleNames), { maxLength: 3 }),
        serviceAccount: fc.constantFrom('robot', 'x@shared-managed-service-account'),
        type: fc.constantFrom('templatedPipeline', 'pipeline'),
        triggers: fc.array(trigger, { maxLength: 4 }),
        stages: fc.array(stage, { maxLength: mostStages }),
      },
      { requiredKeys: ['application', 'triggers', 'stages'] },
    )
    .map((json) => pipelineOf({ ...json, id, name: id }));

export interface DrawnWorld {
  readonly pipeline: Pipeline;
  readonly world: KnownWorld & { readonly roles: Readonly<Record<string, readonly string[]>> };
}

/** A pipeline among others that may start each other, and what is known around it. */
export const drawnWorld: fc.Arbitrary<DrawnWorld> = fc
  .record({
    pipelines: fc.tuple(pipelineWith('p1', 4), pipelineWith('p2', 2), pipelineWith('p3', 2)),
    shop: drawnPermissions,
    billing: drawnPermissions,
    accounts: fc.record(
      { prod: drawnPermissions, staging: drawnPermissions, eu: drawnPermissions },
      { requiredKeys: [] },
    ),
    roles: fc.record({ robot: roles, 'p1@managed-service-account': roles, 'x@shared-managed-service-account': roles }),
  })
  .map(({ pipelines, shop, billing, accounts, roles: held }) => ({
    pipeline: pipelines[0],
    world: { pipelines, applications: { shop, billing }, accounts, roles: held },
  }));
