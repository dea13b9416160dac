import {
  isRecord,
  listAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';

/** What a kubelet reports of a pod, in the words of `test/cluster/k8stools/cmd/k8slite/podstatus.go`. */
export type PodState =
  'creating' | 'running' | 'unready' | 'pull-failed' | 'pull-back-off' | 'crashed' | 'crash-back-off';

interface Container {
  readonly name: string;
  readonly image: string;
}

interface Situation {
  readonly pod: KubernetesObject;
  readonly now: string;
}

export function podStatus(state: PodState, { pod, now }: Situation): Readonly<Record<string, unknown>> {
  const containers = listAt(pod, 'spec', 'containers').map((container): Container => ({
    name: textAt(container, 'name') ?? '',
    image: textAt(container, 'image') ?? '',
  }));
  const before = recordAt(pod, 'status');
  return {
    phase: ['running', 'unready', 'crashed', 'crash-back-off'].includes(state) ? 'Running' : 'Pending',
    conditions: conditions(state, { pod, now }),
    hostIP: '127.0.0.1',
    podIP: before['podIP'],
    podIPs: [{ ip: before['podIP'] }],
    startTime: before['startTime'] ?? now,
    containerStatuses: containers.map((container) => ({
      name: container.name,
      ...containerState(state, container, { pod, now }),
      ready: state === 'running',
      restartCount: state === 'crash-back-off' ? 3 : 0,
      image: container.image,
      imageID: state === 'running' || state === 'unready' ? `sim://${container.image}` : '',
      started: state === 'running' || state === 'unready',
    })),
    qosClass: 'Burstable',
  };
}

function containerState(
  state: PodState,
  { name, image }: Container,
  { pod, now }: Situation,
): { readonly state: object; readonly lastState: object } {
  const missing = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const waiting = (reason: string, message?: string): object => ({
    waiting: message === undefined ? { reason } : { reason, message },
  });
  const startedAt = textAt(pod, 'status', 'startTime') ?? now;
  const ended = { terminated: { exitCode: 1, reason: 'Error', startedAt, finishedAt: now } };
  const { namespace = '', uid = '' } = pod.metadata;
  const restarting = `back-off 40s restarting failed container=${name} pod=${pod.metadata.name}_${namespace}(${uid})`;
  switch (state) {
    case 'creating':
      return { state: waiting('ContainerCreating'), lastState: {} };
    case 'running':
    case 'unready':
      return { state: { running: { startedAt: now } }, lastState: {} };
    case 'pull-failed':
      return { state: waiting('ErrImagePull', missing), lastState: {} };
    case 'pull-back-off':
      return {
        state: waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${missing}`),
        lastState: {},
      };
    case 'crashed':
      return { state: ended, lastState: {} };
    case 'crash-back-off':
      return { state: waiting('CrashLoopBackOff', restarting), lastState: ended };
  }
}

function conditions(state: PodState, { pod, now }: Situation): readonly object[] {
  const names = listAt(pod, 'spec', 'containers').map((container) => textAt(container, 'name') ?? '');
  const why = { reason: 'ContainersNotReady', message: `containers with unready status: [${names.join(' ')}]` };
  const ready = state === 'running';
  const condition = (type: string, isTrue: boolean): object => {
    const status = isTrue ? 'True' : 'False';
    const before = listAt(pod, 'status', 'conditions')
      .filter(isRecord)
      .find((known) => known['type'] === type && known['status'] === status);
    const since = before?.['lastTransitionTime'] ?? now;
    return { type, status, lastProbeTime: null, lastTransitionTime: since, ...(isTrue ? {} : why) };
  };
  return [
    condition('Initialized', true),
    condition('PodScheduled', true),
    condition('ContainersReady', ready),
    condition('Ready', ready),
  ];
}
