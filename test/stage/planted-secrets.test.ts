import { sharedCluster } from '../cluster/cluster.ts';
import { tokenOf } from '../cluster/credentials.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { deployment, documents } from './manifests.ts';
import { alice } from './people.ts';
import { approval, deployed, endOf, waitingForApproval, weight } from './pipeline.ts';
import { startReplicas } from './replicas.ts';
import type { Replicas } from './replicas.ts';

const programs = requirePrograms();
const patience = 120_000;
const password = 'planted-password-of-the-shop';
const databasePassword = 'planted-database-password';

const secret = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { password: ${value} }\n`;

(programs === undefined ? describe.skip : describe)('secrets that were planted for a whole deployment', () => {
  let postgres: PostgresCluster;
  let world: Replicas;
  let databaseUrl: string;

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    databaseUrl = await postgres.createDatabase();
    const withPassword = new URL(databaseUrl);
    withPassword.password = databasePassword;
    const cluster = await sharedCluster();
    world = await startReplicas({ cluster, databaseUrl: withPassword.href, count: 1, leaseSeconds: 5 });
  }, patience);
  afterAll(async () => {
    await world.close();
    await postgres.remove();
  }, patience);

  const answerOf = async (url: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(url, init);
    return JSON.stringify([[...response.headers], await response.text()]);
  };

  it(
    'are in no log, no metric, no answer of either listener and no row of the store',
    async () => {
      const manifest = (version: number): string =>
        documents(secret(`${password}-${version}`), deployment('web', { image: `web:${version}` }));
      await deployed(world, { manifest: manifest(1) });
      const steps = [weight(50), approval];
      const { id, ...running } = await waitingForApproval(world, { manifest: manifest(2), steps });
      const [replica] = world.replicas;
      if (replica === undefined) throw new Error('There is one.');
      const asAlice = { headers: { 'X-SPINNAKER-USER': alice } };
      const paths = [
        '/v1/accounts',
        '/v1/deployments?application=shop',
        `/v1/deployments/${id}`,
        `/v1/deployments/${id}/plan`,
      ];
      const refused = { method: 'POST', body: '{"a":', headers: { 'content-type': 'application/json' } };
      const asked = await Promise.all([
        ...paths.map((path) => answerOf(`${replica.peopleUrl}${path}`, asAlice)),
        ...[replica.peopleUrl, replica.orcaUrl].map((url) => answerOf(`${url}/v1/openapi.json`)),
        answerOf(`${replica.orcaUrl}/v1/deployments/${id}/status`, {
          headers: { authorization: `Bearer ${world.token}` },
        }),
        answerOf(`${replica.orcaUrl}/v1/deployments`, {
          ...refused,
          headers: { authorization: `Bearer ${world.token}x` },
        }),
        answerOf(`${replica.peopleUrl}/v1/plan`, refused),
      ]);
      expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      const outputs: Readonly<Record<string, string>> = {
        answers: [...asked, await answerOf(`${replica.orcaUrl}/metrics`)].join('\n'),
        log: replica.log.join('\n'),
        store: postgres.dump(databaseUrl),
      };
      for (const output of Object.values(outputs)) expect(output).toContain(id);
      const planted = {
        bearer: world.token,
        sealingKey: world.sealingKey.toString('base64'),
        sealingKeyInHex: world.sealingKey.toString('hex'),
        databasePassword,
        clusterToken: tokenOf('driver'),
        password,
        encoded: Buffer.from(password).toString('base64').slice(0, -4),
      };
      const found = Object.entries(outputs).flatMap(([output, text]) =>
        Object.entries(planted)
          .filter(([, value]) => text.includes(value))
          .map(([name]) => `${name} in ${output}`),
      );
      expect(found).toEqual([]);
    },
    patience,
  );
});
