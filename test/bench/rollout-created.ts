import { fiatViews } from '../../backend-stub/spinnaker/fiat.ts';
import { orcaExecutions } from '../../backend-stub/spinnaker/orca.ts';
import { fiatView } from '../spinnaker/fiat.ts';
import { application } from '../stage/people.ts';
import { canary, progressiveStage, until } from '../stage/pipeline.ts';
import { account, readIdentity } from '../stage/world.ts';
import { freshName, manifestOf } from './bench-manifests.ts';
import type { Component } from './bench-manifests.ts';
import { ClientLibrary } from './client-library.ts';
import type { Ground } from './ground.ts';
import { post } from './post.ts';
import { RolloutSightings } from './rollout-sightings.ts';
import type { ServiceProcess } from './service-process.ts';

const warmUps = 2;
const repetitions = 15;

/** Milliseconds of one repetition. */
export interface Creation {
  /** POST sent until the API server had all Rollouts. */
  readonly service: number;
  /** POST sent until it was answered. */
  readonly answered: number;
  /** The same objects applied one after the other by the client library, until the API server had all Rollouts. */
  readonly library: number;
  /** Alone, by the service's adapters, right afterwards and with nothing cached. */
  readonly readBack: number;
  readonly fiat: number;
}

export async function measureCreation(
  ground: Ground,
  service: ServiceProcess,
  components: readonly Component[],
): Promise<readonly Creation[]> {
  const sightings = await RolloutSightings.start(ground);
  const library = new ClientLibrary(ground);
  const rollouts = (name: string): readonly string[] => components.map((component) => `${name}-${component}`);
  const byLibrary = async (): Promise<number> => {
    const name = freshName();
    const objects = library.plan(manifestOf(components, name));
    const started = performance.now();
    const [seen] = await Promise.all([sightings.all(rollouts(name)), library.apply(objects)]);
    await settled(ground, rollouts(name));
    return seen - started;
  };
  const byService = async (): Promise<Omit<Creation, 'library'>> => {
    const name = freshName();
    const user = `${name}@example.com`;
    admit(ground, user);
    const call = ground.pipelines.run(
      user,
      progressiveStage({ manifest: manifestOf(components, name), steps: canary }),
    );
    const started = performance.now();
    const answered = post(service.url, call).then(() => performance.now());
    const [seen, answeredAt] = await Promise.all([sightings.all(rollouts(name)), answered]);
    await settled(ground, rollouts(name));
    const alone = await adaptersAlone(ground, user, call.executionId);
    return { service: seen - started, answered: answeredAt - started, ...alone };
  };
  try {
    const creations: Creation[] = [];
    for (let repetition = -warmUps; repetition < repetitions; repetition += 1) {
      const before = repetition % 2 === 0 ? await byLibrary() : undefined;
      const ours = await byService();
      const creation = { ...ours, library: before ?? (await byLibrary()) };
      if (repetition >= 0) creations.push(creation);
    }
    return creations;
  } finally {
    sightings.stop();
  }
}

/** A person whom Fiat is asked about for the first time: its answers are kept for seconds. */
function admit({ fiat }: Ground, user: string): void {
  const authorizations = ['READ', 'EXECUTE', 'WRITE'];
  fiat.set(
    user,
    fiatView(user, {
      applications: [{ name: application.toUpperCase(), authorizations }],
      accounts: [{ name: account, authorizations }],
    }),
  );
}

/** The next repetition must not share the machine with the pods of this one. */
async function settled({ cluster, namespace }: Ground, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
    await until(`Rollout ${name} is healthy`, async () => {
      const { status } = (await cluster.api().get(path)) as { readonly status?: { readonly phase?: string } };
      return status?.phase === 'Healthy' ? true : undefined;
    });
  }
}

async function adaptersAlone(
  { pipelines, fiat }: Ground,
  user: string,
  executionId: string,
): Promise<{ readonly readBack: number; readonly fiat: number }> {
  const clock = { now: () => new Date(), elapsed: () => performance.now() };
  // Warm connections, as the service has them, and no answer kept.
  const executions = orcaExecutions({ url: pipelines.url, readAs: readIdentity });
  const views = fiatViews({ url: fiat.url, clock, cacheMilliseconds: 0 });
  await Promise.all([executions.read(executionId), views.permissions(user)]);
  const first = performance.now();
  await executions.read(executionId);
  const second = performance.now();
  await views.permissions(user);
  return { readBack: second - first, fiat: performance.now() - second };
}
