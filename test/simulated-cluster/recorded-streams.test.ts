import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { at, listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { backend } from '../cluster/recording/workload.ts';
import { VirtualClock } from '../orca/virtual-clock.ts';
import { frameOf, RolloutFilm, storyOf, type Frame } from './rollout-film.ts';
import { startSimulatedCluster, type SimulatedCluster } from './simulated-cluster.ts';

jest.setTimeout(30_000);

/** What the real controller wrote of the same story. */
function recorded(name: string): readonly unknown[] {
  const file = new URL(`../fixtures/rollouts/${name}.stream.json`, import.meta.url);
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return listAt(parsed, 'events').map((event) => at(event, 'object'));
}

const old = { tag: '6.14.0' };
const update = { tag: '6.14.1' };
const impatient = { progressDeadlineSeconds: 10 };

const phase = (rollout: unknown): string => textAt(rollout, 'status', 'phase') ?? '';
const hash = (rollout: unknown): string | undefined => textAt(rollout, 'status', 'currentPodHash');
const isDone = (rollout: unknown): boolean =>
  phase(rollout) === 'Healthy' && at(rollout, 'status', 'stableRS') === at(rollout, 'status', 'currentPodHash');
const isPausedAt = (step: number) => (rollout: unknown) =>
  listAt(rollout, 'status', 'pauseConditions').length > 0 &&
  numberAt(rollout, 'status', 'currentStepIndex') === step &&
  JSON.stringify(at(rollout, 'status', 'conditions')).includes('"RolloutPaused"');

describe('a rollout on the simulated cluster, beside the same one as the real controller wrote it', () => {
  let cluster: SimulatedCluster;
  let film: RolloutFilm;

  beforeEach(async () => {
    cluster = await startSimulatedCluster({ clock: new VirtualClock() });
    film = new RolloutFilm(cluster.api(), { namespace: await cluster.createNamespace('shop'), name: 'backend' });
  });
  afterEach(async () => {
    film.close();
    await cluster.stop();
  });

  const deployed = async (variant = {}): Promise<void> => {
    await film.apply(backend({ ...old, ...variant }));
    await film.until('the first version is done', isDone);
  };
  const isOther = (before: unknown) => (rollout: unknown) => hash(rollout) !== hash(before);
  const updated = async (tag = update.tag): Promise<number> => {
    const from = film.events.length;
    const isNew = isOther(film.events.at(-1));
    await film.apply(backend({ tag }));
    await film.until('it waits for somebody', (rollout) => isNew(rollout) && isPausedAt(1)(rollout), from);
    return film.events.length;
  };
  const compared = (name: string, from: number, to: number): readonly [readonly Frame[], readonly Frame[]] => [
    storyOf(film.events.slice(from, to + 1)),
    storyOf(recorded(name)),
  ];

  it('is deployed for the first time in the same states', async () => {
    await film.apply(backend(old));
    const end = await film.until('healthy', isDone);
    const [simulated, real] = compared('first-deployment', 0, end);
    expect(simulated).toEqual(real);
  });

  it('goes through a canary in the same states', async () => {
    await deployed();
    const from = film.events.length;
    const isNew = isOther(film.events.at(-1));
    await updated();
    await film.patchStatus({ pauseConditions: null });
    const end = await film.until('done', (rollout) => isNew(rollout) && isDone(rollout), from);
    const [simulated, real] = compared('successful-canary', from, end);
    expect(simulated).toEqual(real);
  });

  it('is promoted fully in the same states', async () => {
    await deployed();
    const from = await updated();
    await film.patchStatus({ promoteFull: true });
    const end = await film.until('done', isDone, from);
    const [simulated, real] = compared('promoted-fully', from, end);
    expect(simulated).toEqual(real);
  });

  it('is aborted and put back in the same states', async () => {
    await deployed();
    const from = await updated('6.14.1-bad');
    await film.patchStatus({ abort: true });
    const isAborted = (rollout: unknown): boolean =>
      phase(rollout) === 'Degraded' && frameOf(rollout).pods.updated === 0 && frameOf(rollout).pods.available === 4;
    await film.until('aborted', isAborted, from);
    await film.apply(backend(old));
    const end = await film.until('back', isDone, from);
    const [simulated, real] = compared('abort-and-restore', from, end);
    // The recorded abort came before the controller had noted the pause, and its restore while the canary pod was going.
    const isBetween = ({ phase: now, generation, pods }: Frame): boolean =>
      now.startsWith('Degraded') && (generation !== '0 of 0' || pods.updated === 0);
    expect(simulated.filter((frame) => !isBetween(frame))).toEqual(real.slice(1).filter((frame) => !isBetween(frame)));
  });

  it('is retried in the same states', async () => {
    await deployed();
    const from = await updated();
    await film.patchStatus({ abort: true });
    const aborted = await film.until('aborted', (rollout) => frameOf(rollout).pods.available === 5, from);
    await film.patchStatus({ abort: false });
    const end = await film.until('waits again', isPausedAt(1), aborted);
    const [simulated, real] = compared('retried', aborted, end);
    // The recorded retry came while the last canary pod was going.
    const goesOn = ({ phase: now }: Frame): boolean => !now.startsWith('Degraded');
    expect(simulated.filter(goesOn)).toEqual(real.filter(goesOn));
  });

  it('goes back to its stable version in the same states', async () => {
    await deployed();
    const from = await updated();
    await film.apply(backend(old));
    const end = await film.until('back', isDone, from);
    const [simulated, real] = compared('rolled-back', from, end);
    expect(simulated).toEqual(real);
  });

  it('is replaced by a third version in the same states', async () => {
    await deployed();
    const from = await updated();
    await updated('6.14.2');
    const [simulated, real] = compared('updated-while-paused', from, film.events.length);
    expect(simulated).toEqual(real);
  });

  it('loses its health later in the same states', async () => {
    await deployed({ spec: impatient, podAnnotations: { 'sim.k8slite/fail-after': '8s' } });
    const from = film.events.length - 1;
    const end = await film.until('degraded', (rollout) => phase(rollout) === 'Degraded');
    const [simulated, real] = compared('health-lost-later', from, end);
    // Pods are lost one by one or two by two, as it happens.
    const allOrNone = ({ pods }: Frame): boolean => pods.ready === 0 || pods.ready === 4;
    expect(simulated.filter(allOrNone)).toEqual(real.filter(allOrNone));
  });
});
