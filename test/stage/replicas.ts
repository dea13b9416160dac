import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cluster } from '../cluster/cluster.ts';
import { tokenOf } from '../cluster/credentials.ts';
import { freePorts } from '../cluster/ports.ts';
import { startOrca } from '../orca/orca.ts';
import type { SmallOrca } from '../orca/orca.ts';
import { webhookBlock } from '../orca/plugin-configuration.ts';
import { startFiat } from '../spinnaker/fiat.ts';
import type { SmallFiat } from '../spinnaker/fiat.ts';
import { startFront, startProbes } from './front.ts';
import { People } from './people-client.ts';
import { people } from './people.ts';
import { until } from './pipeline.ts';
import { Replica, statusOf } from './replica.ts';
import { Wire } from './wire.ts';
import { account, readIdentity, roles } from './world.ts';

export interface ReplicasOptions {
  readonly cluster: Cluster;
  readonly databaseUrl: string;
  readonly count: 1 | 2;
  readonly leaseSeconds: number;
  /** By which way the API server is reached, when that is not its own address. */
  readonly clusterUrl?: string;
  readonly output?: 'kept' | 'full';
  /** The account is not kept to its namespace. */
  readonly unlimited?: boolean;
  /** How machines are let in, as a configuration has it. */
  readonly oidc?: object;
}

/** The service as processes on a real database, each with a wire of its own, and one address in front of them. */
export interface Replicas {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly orca: SmallOrca;
  readonly fiat: SmallFiat;
  readonly token: string;
  readonly sealingKey: Buffer;
  readonly replicas: readonly Replica[];
  /** In the order of the replicas. */
  readonly wires: readonly Wire[];
  /** Waits until the common address leads to a replica. */
  reachable(): Promise<void>;
  /** Orca has a connection that has served. On a new one that breaks off with a replica it ends the stage: none of ours can help that. */
  connected(): Promise<void>;
  /** A person, by the common address. */
  as(user: string): People;
  close(): Promise<void>;
}

export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { cluster, databaseUrl, count, leaseSeconds, output = 'kept', unlimited = false } = options;
  const way = { url: options.clusterUrl ?? cluster.url, caFile: cluster.caFile };
  const namespace = await cluster.createNamespace('replicas');
  await cluster.grant('driver', roles, namespace);
  const [orcaPort = 0, peoplePort = 0, ...ports] = await freePorts(2 + 2 * count);
  const address = `http://127.0.0.1:${orcaPort}`;
  const token = randomBytes(24).toString('hex');
  const sealingKey = randomBytes(32);
  const orca = await startOrca({
    webhook: await webhookBlock({ address, properties: { GENNAKER_ORCA_TOKEN: token } }),
    readers: [readIdentity],
  });
  const fiat = await startFiat(people(account));
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-replicas-'));
  const wires = Array.from({ length: count }, () => new Wire());
  const replicas = await Promise.all(
    wires.map(
      async (wire, index) =>
        new Replica({
          ports: { orca: ports[2 * index] ?? 0, people: ports[2 * index + 1] ?? 0 },
          publicUrl: address,
          orca: { url: orca.url, readAs: readIdentity },
          fiatUrl: fiat.url,
          token,
          sealingKey,
          databaseUrl: await wire.toDatabase(databaseUrl),
          account: {
            name: account,
            namespace,
            unlimited,
            kubeconfig: plainKubeconfig(join(folder, `kubeconfig-${index}`), await wire.toCluster(way)),
          },
          leaseSeconds,
          output,
          ...(options.oidc === undefined ? {} : { oidc: options.oidc }),
        }),
    ),
  );
  await Promise.all(replicas.map((replica) => replica.start()));
  const behind = (listener: 'orcaUrl' | 'peopleUrl') =>
    replicas.map((replica) => ({
      port: Number(new URL(replica[listener]).port),
      readyUrl: `${replica.orcaUrl}/health/ready`,
    }));
  const probes = await startProbes(behind('orcaUrl').map(({ readyUrl }) => readyUrl));
  const fronts = [
    await startFront(orcaPort, behind('orcaUrl'), probes),
    await startFront(peoplePort, behind('peopleUrl'), probes),
  ];
  return {
    cluster,
    namespace,
    orca,
    fiat,
    token,
    sealingKey,
    replicas,
    wires,
    as: (user) => new People(`http://127.0.0.1:${peoplePort}`, user),
    async reachable() {
      const isReady = async (): Promise<true | undefined> =>
        (await statusOf(`${address}/health/ready`)) === 200 ? true : undefined;
      await until('a replica can be reached', isReady, 120);
    },
    connected: () => orca.connect(`${address}/health/ready`),
    async close() {
      await orca.close();
      for (const front of fronts) front.close();
      await probes.close();
      await Promise.all(replicas.map((replica) => replica.remove()));
      for (const wire of wires) wire.close();
      rmSync(folder, { recursive: true, force: true });
      await fiat.close();
    },
  };
}

/** Without TLS, so that the wire can read along: the client library asks to be told so. */
function plainKubeconfig(file: string, server: string): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'driver', user: { token: tokenOf('driver') } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'driver' } }],
    'current-context': 'test',
  };
  writeFileSync(file, stringify(config));
  return file;
}
