import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { sharedCluster } from '../cluster/cluster.ts';
import type { JsonObject } from '../orca/json.ts';
import { deployment, documents } from './manifests.ts';
import { alice } from './people.ts';
import { approval, deployed, endOf, progressiveStage, run, waitingForApproval, weight } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** Where an attacker listens: whoever connects, whatever he says, has been led there. */
class Trap {
  connections = 0;
  readonly #server: Server = createServer((socket) => {
    this.connections += 1;
    socket.destroy();
  });

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
  }
}

describe('an address that somebody gives the service', () => {
  const trap = new Trap();
  let world: World;
  let lure: string;
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];

  beforeAll(async () => {
    await trap.start();
    lure = `http://127.0.0.1:${trap.port}/`;
    world = await createWorld({ cluster: await sharedCluster() });
  });
  afterAll(async () => {
    await world.close();
    trap.close();
  });
  afterEach(() => expect(trap.connections).toBe(0));

  const elsewhere = (): JsonObject => ({
    ...{ url: lure, statusEndpoint: lure, statusUrl: lure, webhookUrl: lure, cancelEndpoint: lure, orcaUrl: lure },
    ...{ publicUrl: lure, fiatUrl: lure, server: lure, kubeconfig: lure, callback: lure, proxy: lure },
  });

  it('is refused by name in a stage, whatever the key', async () => {
    const { status, refusal } = await endOf(
      world,
      run(world, { manifest: deployment('web'), deployment: elsewhere() }),
    );
    expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining('"statusEndpoint" is not a key here')]);
  });

  it.each([
    ['an account', { targets: [{ account: 'LURE' }] }],
    ['a namespace', { targets: [{ account: 'test-cluster', namespaceOverride: 'LURE' }] }],
    ['the source of a manifest', { manifest: { source: 'LURE', text: 'LURE', expressions: 'literal' } }],
  ])('is a name like any other as %s', async (_case, changes) => {
    const more = JSON.parse(JSON.stringify(changes).replaceAll('LURE', lure)) as JsonObject;
    const { status, refusal } = await endOf(world, run(world, { manifest: deployment('web'), deployment: more }));
    expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining('was refused')]);
  });

  it('in notifications, images, annotations and values is passed on and never called', async () => {
    const image = `127.0.0.1:${trap.port}/web:2`;
    const settings = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'lured', annotations: { home: lure } },
      data: { url: lure },
    };
    const notifications = ['slack', 'email'].map((type) => ({ type, address: lure }));
    await deployed(world, { manifest: deployment('lured') });
    const { id } = await waitingForApproval(world, {
      manifest: documents(`${JSON.stringify(settings)}\n`, deployment('lured', { image })),
      steps: [weight(25), approval],
      deployment: { notifications },
    });
    expect((await world.as(alice).decide(id, 'abort', lure)).status).toBe(200);
  });

  it('in the headers of a call changes neither whom it asks nor where Orca is sent', async () => {
    const stage = progressiveStage({ manifest: deployment('headers') });
    const spin = ['Execution-Id', 'Stage-Id', 'Attempt', 'Application', 'Run-As'].map((name) => [
      `X-Spin-${name}`,
      lure,
    ]);
    const forwarded = ['X-Forwarded-Host', 'X-Forwarded-For', 'X-Original-URL', 'Forwarded', 'Referer', 'Origin'];
    const headers = Object.fromEntries([...spin, ...forwarded.map((name) => [name, lure])]) as Record<string, string>;
    const response = await fetch(`${world.service.orcaUrl}/v1/deployments`, {
      method: 'POST',
      headers: { ...headers, Authorization: `Bearer ${world.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(stage['deployment']),
    });
    expect(response.status).toBe(404);
    for (const user of [lure, `//127.0.0.1:${trap.port}/`, '../../admin', `x@127.0.0.1:${trap.port}`, '..%2f..'])
      expect((await world.as(user).get('/v1/accounts')).body).toMatchObject({ accounts: [] });
    const asked = [...world.fiat.service.asked].map(({ path }) => path);
    expect(asked.filter((path) => !/^\/authorize\/[^/]+$/.test(path))).toEqual([]);
  });

  it('that the environment names as a proxy is passed by', async () => {
    const before = proxies.map((name) => [name, process.env[name]] as const);
    for (const name of proxies) process.env[name] = lure;
    try {
      await deployed(world, { manifest: deployment('unproxied') });
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it('that one of the services behind answers as its new place is not followed', async () => {
    for (const { service } of [world.fiat, world.echo]) {
      service.insteadAnswer({ status: 302, headers: { Location: lure } });
    }
    const { status } = await world.as('redirected@example.com').get('/v1/accounts');
    for (const { service } of [world.fiat, world.echo]) service.insteadAnswer();
    expect(status).toBe(424);
  });
});
