import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Timings } from '../../backend-stub/control-plane/argo-rollouts/timings.ts';
import {
  account,
  eventually,
  open,
  referenceTo,
  rollout,
  type ClusterUnderTest,
  type Opened,
} from './cluster-under-test.ts';
import { CuttableProxy } from './cuttable-proxy.ts';
import { withPort } from './kubeconfig.ts';
import { observed } from './watching.ts';

interface Watched extends Opened {
  readonly proxy: CuttableProxy;
  readonly namespace: string;
  /** What the watch met on its way. */
  readonly troubles: readonly string[];
  /** Changes the rollout past the proxy. */
  scale(replicas: number): Promise<void>;
  /** Waits until the watch saw that. */
  sees(replicas: number): Promise<void>;
}

const quick: Partial<Timings> = { leastBackoff: 50, mostBackoff: 200 };

export function reconnectingContract(cluster: () => ClusterUnderTest): void {
  let proxy: CuttableProxy | undefined;
  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
  });

  async function watched(timings: Partial<Timings> = {}): Promise<Watched> {
    const between = await CuttableProxy.to(cluster().port);
    proxy = between;
    const kubeconfig = withPort(cluster().kubeconfig('admin'), between.port);
    const troubles: string[] = [];
    const onTrouble = ({ error }: { readonly error: unknown }) => troubles.push(String(error));
    const opened = open({ kubeconfig }, { timings: { ...quick, ...timings }, onTrouble });
    const direct = open({ kubeconfig: cluster().kubeconfig('admin') }).controlPlane;
    const namespace = await cluster().createNamespace();
    await direct.apply(account, rollout(namespace));
    opened.controlPlane.watch(account, namespace, () => undefined);
    await observed(opened.controlPlane, referenceTo(namespace), 'present');
    await eventually('the watch is open', () => opened.calls.find(({ verb }) => verb === 'watch'));
    return {
      ...opened,
      troubles,
      proxy: between,
      namespace,
      scale: async (replicas) => void (await direct.apply(account, rollout(namespace, { replicas }))),
      sees: async (replicas) => {
        await eventually(`the watch sees ${replicas} replicas`, () => {
          const seen = opened.controlPlane.observe(account, referenceTo(namespace));
          return seen.kind === 'present' && at(seen.object, 'spec', 'replicas') === replicas ? true : undefined;
        });
      },
    };
  }
  const lists = ({ calls }: Opened): number => calls.filter(({ verb }) => verb === 'list').length;

  it('goes on where it was when the connection is cut, without a new list', async () => {
    const watch = await watched();
    watch.proxy.reset();
    await watch.scale(3);
    await watch.sees(3);
    expect(lists(watch)).toBe(1);
  });

  it('says unknown and since when it has not seen the cluster for too long, and knows again when it is back', async () => {
    const watch = await watched({ broken: 300 });
    watch.proxy.refuse();
    const { why } = await observed(watch.controlPlane, referenceTo(watch.namespace), 'unknown');
    expect(why).toMatch(
      /have not been seen since \d{4}-\d\d-\d\dT.*Cluster prod cannot be used to (list|watch) Rollouts in namespace [^ ]+: the connection broke/,
    );
    watch.proxy.carryAgain();
    await watch.scale(4);
    await watch.sees(4);
  });

  it('says nothing of a cluster that it never reached', async () => {
    const between = await CuttableProxy.to(cluster().port);
    proxy = between;
    between.refuse();
    const { controlPlane } = open(
      { kubeconfig: withPort(cluster().kubeconfig('admin'), between.port) },
      { timings: quick },
    );
    controlPlane.watch(account, 'default', () => undefined);
    const why = await eventually('a reason', () => {
      const seen = controlPlane.observe(account, referenceTo('default'));
      return seen.kind === 'unknown' && seen.why.includes('Cluster prod cannot be used to list Rollouts in namespace')
        ? seen.why
        : undefined;
    });
    expect(why).toContain('The rollouts of default on cluster prod have not been seen yet.');
  });

  it('notices a connection that is open and dead', async () => {
    const watch = await watched({ idle: 1_000 });
    watch.proxy.freeze();
    await watch.scale(5);
    await watch.sees(5);
  });

  it('lists again after a while, even when the watch tells of nothing', async () => {
    const watch = await watched({ resync: 1_000 });
    await eventually('three lists', () => (lists(watch) >= 3 ? true : undefined));
    await watch.scale(6);
    await watch.sees(6);
  });

  it('lists again when the API server no longer knows from where to go on', async () => {
    const { apiserver } = cluster();
    if (apiserver === undefined) return;
    const watch = await watched();
    watch.proxy.refuse();
    await watch.scale(7);
    await apiserver.stop();
    await apiserver.start();
    watch.proxy.carryAgain();
    await watch.sees(7);
    expect(watch.troubles).toContainEqual(
      expect.stringContaining('its watch has to start over: too old resource version'),
    );
    expect(lists(watch)).toBe(2);
    await watch.scale(8);
    await watch.sees(8);
  });
}
