import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { planAlone } from '../planned-objects.ts';
import type { KubernetesApi } from '../../cluster/kubernetes-api.ts';
import { approvalStep, imageOf, inParallel, manifestOf, names, sentAtOnce, steps } from './fleet.ts';
import type { RolloutFeed, Sighting } from './rollout-feed.ts';
import { Awaited, succeeded } from './round.ts';
import type { Course, Round } from './round.ts';

export interface BareScriptOptions {
  readonly api: KubernetesApi;
  readonly namespace: string;
  readonly feed: RolloutFeed;
}

/** The least that takes the same Rollouts through the same steps: applies, one watch, a promotion at each approval. */
export async function runBareScript(options: BareScriptOptions, version: number): Promise<Round> {
  const { api, namespace, feed } = options;
  const path = (name: string): string => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
  // Made beforehand: a script has its manifests at hand.
  const objects = new Map(names.map((name) => [name, rolloutOf(name, version, namespace)]));
  const before = new Map(names.map((name) => [name, feed.latest(name)?.podHash]));
  const healthy = new Awaited<number>();
  const promoted = new Set<string>();
  let refused = 0;
  const promote = async (sighting: Sighting): Promise<void> => {
    promoted.add(sighting.name);
    await api.mergePatch(`${path(sighting.name)}/status`, { status: { pauseConditions: null } }).catch(() => {
      refused += 1;
      promoted.delete(sighting.name);
    });
  };
  feed.listen((sighting) => {
    const { name, image, podHash, observed, pausedAt } = sighting;
    if (image !== imageOf(version) || !observed || podHash === before.get(name)) return;
    if (sighting.healthy) healthy.come(name, Date.now());
    else if (pausedAt === approvalStep && !promoted.has(name)) void promote(sighting);
  });
  const started = Date.now();
  const courses: Promise<Course>[] = [];
  await inParallel(names, sentAtOnce, async (name) => {
    const sent = Date.now();
    courses.push(healthy.of(name).then((at) => ({ outcome: succeeded, milliseconds: at - sent })));
    await api.apply(path(name), objects.get(name), 'bare-script');
  });
  const ended = await Promise.all(courses);
  return { seconds: (Date.now() - started) / 1000, courses: ended, refused };
}

/** As the service would plan it, so that the cluster is given the same object. */
function rolloutOf(name: string, version: number, namespace: string): KubernetesObject {
  const objects = planAlone({ manifest: manifestOf(name, version), steps, namespace });
  const rollout = objects.find(({ kind }) => kind === 'Rollout');
  if (rollout === undefined) throw new Error(`nothing of ${name} is a Rollout`);
  return rollout;
}
