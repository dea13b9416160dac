import { prepareGround } from '../playground/ground.ts';
import { openSealedStore } from '../postgres/empty-store.ts';
import { fromCheckout } from '../playground/installation.ts';
import { createPlaygroundWorld } from '../playground/world.ts';
import { startSimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { deployment } from '../stage/manifests.ts';
import { People } from '../stage/people-client.ts';
import { alice } from '../stage/people.ts';
import { approval, deploymentOf, run, until, untilDeployment, waitsForApproval, weight } from '../stage/pipeline.ts';
import type { Running } from '../stage/pipeline.ts';
import { roles } from '../stage/world.ts';

/** By metric, as it stands in a line of the text, the values that each of its labels has. */
export type Exposed = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/**
 * What a running service exposes after an eventful moment: a deployment that succeeded, one that was approved and waits for the
 * next approval, a caller without a token, a stage that asks elsewhere, and a cluster that is gone, with a deployment that is held up by that.
 */
export async function exposedByService(): Promise<Exposed> {
  const cluster = await startSimulatedCluster({ readyAfter: 20 });
  const namespace = await cluster.createNamespace('shop');
  await cluster.grant('driver', roles, namespace);
  const kubeconfig = { kind: 'kubeconfig', file: cluster.kubeconfig('driver'), context: 'test', namespace } as const;
  const ground = await prepareGround(kubeconfig);
  const { service, orca, echo, close } = await createPlaygroundWorld({
    ground,
    deckUrl: 'http://deck.example.com',
    installation: fromCheckout({ openStore: openSealedStore }),
  });
  const world = { orca, as: (user: string) => new People(service.peopleUrl, user) };
  const start = (name: string, tag: number): Running => {
    const manifest = deployment(name, { replicas: 4, image: `web:${tag}` });
    const asked = { targets: [{ account: ground.account }], notifications: [{ type: 'slack', address: '#releases' }] };
    const steps = [weight(25), approval, weight(50), approval];
    return run(world, { manifest, steps, deployment: asked });
  };
  const text = async (): Promise<string> => (await fetch(`${service.orcaUrl}/metrics`)).text();
  const told = (words: string) => until(words, async () => ((await text()).includes(words) ? true : undefined));
  try {
    await orca.finished(start('web', 1).executionId);
    const id = await deploymentOf(world, start('web', 2));
    await untilDeployment(world, id, waitsForApproval);
    await until('approvers are called', () => (echo.received().length > 0 ? true : undefined));
    await world.as(alice).decide(id, 'approve');
    await untilDeployment(world, id, (one) => waitsForApproval(one) && one.decisions[0]?.state === 'done');
    await world.as(alice).get('/v1/accounts');
    await fetch(`${service.orcaUrl}/v1/deployments`, { method: 'POST' });
    const elsewhere = { monitorOnly: true, statusEndpoint: 'http://elsewhere.example.com/' };
    run(world, { manifest: deployment('stolen'), stage: elsewhere });
    await told('gennaker_redirected_credentials_total{');
    await cluster.stopApiserver();
    await told('state="broken"');
    start('api', 1);
    await told('gennaker_deployments_held_up{');
    return readExposition(await text());
  } finally {
    await close();
    await cluster.stop();
  }
}

export function readExposition(text: string): Exposed {
  const exposed = new Map<string, Map<string, Set<string>>>();
  for (const [, metric = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = exposed.get(metric) ?? new Map<string, Set<string>>();
    exposed.set(metric, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g))
      known.set(label, (known.get(label) ?? new Set()).add(value));
  }
  return exposed;
}
