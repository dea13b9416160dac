import {
  isRecord,
  listAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds } from '../api/kinds.ts';
import type { ObjectStore } from '../api/objects.ts';
import type { ObjectWriter } from '../api/writing.ts';
import { timestamp, type ClusterClock } from '../clock.ts';
import { goDuration } from './durations.ts';
import { podStatus, type PodState } from './pod-status.ts';

/** How long a failing pod shows its first failure before the kubelet's back-off. */
const backOffAfter = 500;

export interface PodsOptions {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
  readonly clock: ClusterClock;
  /** Milliseconds from bound to Ready. */
  readonly readyAfter: number;
}

/** A kubelet for pods that run nothing: they report what their annotations or a word in the image's tag ask for. */
export class SimulatedPods {
  readonly #options: PodsOptions;
  #addresses = 0;

  constructor(options: PodsOptions) {
    this.#options = options;
    options.store.onEvent(({ type, kind, object }) => {
      if (type === 'ADDED' && kind === kinds.pod) queueMicrotask(() => this.#start(object));
    });
  }

  #start(pod: KubernetesObject): void {
    const { clock, readyAfter } = this.#options;
    this.#report(pod, 'creating');
    switch (modeOf(pod)) {
      case 'image-pull':
        this.#report(pod, 'pull-failed');
        clock.after(backOffAfter, () => this.#report(pod, 'pull-back-off'));
        return;
      case 'crash':
        this.#report(pod, 'crashed');
        clock.after(backOffAfter, () => this.#report(pod, 'crash-back-off'));
        return;
      case 'never-ready':
        this.#report(pod, 'unready');
        return;
      default:
        clock.after(durationOf(pod, 'ready-after') ?? readyAfter, () => this.#run(pod));
    }
  }

  #run(pod: KubernetesObject): void {
    this.#report(pod, 'running');
    const failAfter = durationOf(pod, 'fail-after');
    if (failAfter !== undefined) this.#options.clock.after(failAfter, () => this.#report(pod, 'crash-back-off'));
  }

  /** Nothing when that pod is gone by now. */
  #report({ metadata }: KubernetesObject, state: PodState): void {
    const { store, writer, clock } = this.#options;
    const { name, namespace, uid } = metadata;
    if (store.get(kinds.pod, name, namespace)?.metadata.uid !== uid) return;
    const address = (): string => `10.64.${Math.floor((this.#addresses += 1) / 256) % 256}.${this.#addresses % 256}`;
    writer.change(
      { name, namespace },
      (pod) => {
        const podIP = textAt(pod, 'status', 'podIP') ?? address();
        const withAddress = { ...pod, status: { ...recordAt(pod, 'status'), podIP } };
        return { ...pod, status: podStatus(state, { pod: withAddress, now: timestamp(clock) }) };
      },
      { kind: kinds.pod, manager: 'k8slite-nodes', subresource: 'status' },
    );
  }
}

function modeOf(pod: KubernetesObject): string {
  const asked = pod.metadata.annotations?.['sim.k8slite/mode'];
  if (asked !== undefined) return asked;
  const tags = listAt(pod, 'spec', 'containers').map(
    (container) => textAt(container, 'image')?.split(':').at(-1) ?? '',
  );
  const modes = ['never-ready', 'crash', 'image-pull'];
  return modes.find((mode) => tags.some((tag) => tag.includes(mode))) ?? 'ok';
}

function durationOf(pod: KubernetesObject, what: 'ready-after' | 'fail-after'): number | undefined {
  return goDuration(pod.metadata.annotations?.[`sim.k8slite/${what}`]);
}

/** Since when a pod is Ready, in milliseconds; undefined when it is not. */
export function readySince(pod: KubernetesObject): number | undefined {
  const ready = listAt(pod, 'status', 'conditions')
    .filter(isRecord)
    .find((condition) => condition['type'] === 'Ready' && condition['status'] === 'True');
  return ready === undefined ? undefined : Date.parse(String(ready['lastTransitionTime']));
}
