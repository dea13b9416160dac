import { sharedCluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { deployment, documents, service } from './manifests.ts';
import { People } from './people-client.ts';
import { alice } from './people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  run,
  until,
  waitingForApproval,
  waitsForApproval,
  weight,
} from './pipeline.ts';
import type { StageEnd, Waiting } from './pipeline.ts';
import type { Replica } from './replica.ts';
import { startReplicas } from './replicas.ts';
import type { Replicas } from './replicas.ts';
import type { Effect, Wire } from './wire.ts';

const programs = requirePrograms();
const patience = 120_000;

(programs === undefined ? describe.skip : describe)('two replicas', () => {
  let postgres: PostgresCluster;
  let world: Replicas;

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
  }, patience);
  afterAll(() => postgres.remove(), patience);

  const startWorld = async (leaseSeconds: number): Promise<void> => {
    const databaseUrl = await postgres.createDatabase();
    world = await startReplicas({ cluster: await sharedCluster(), databaseUrl, count: 2, leaseSeconds });
  };
  const version = (name: string, tag: number): string => deployment(name, { replicas: 2, image: `${name}:${tag}` });
  const waiting = async (name: string): Promise<Waiting> => {
    await deployed(world, { manifest: version(name, 1) });
    return waitingForApproval(world, { manifest: version(name, 2), steps: [weight(50), approval] });
  };
  const both = async (): Promise<readonly [number, number]> => {
    const [one = 0, other = 0] = await Promise.all(world.replicas.map((replica) => replica.held()));
    return [one, other];
  };
  /** Which of the two advances the only open deployment, and which does not. */
  const leading = async (): Promise<{ leader: Replica; idle: Replica; leadersWire: Wire; idlesWire: Wire }> => {
    const index = await until('somebody leads the deployment, and nobody two', async () => {
      const [one, other] = await both();
      return one + other === 1 ? other : undefined;
    });
    const [leader, idle] = [world.replicas[index], world.replicas[1 - index]];
    const [leadersWire, idlesWire] = [world.wires[index], world.wires[1 - index]];
    if (!leader || !idle || !leadersWire || !idlesWire) throw new Error('There are two.');
    return { leader, idle, leadersWire, idlesWire };
  };
  const untilHeld = (replica: Replica, count: number): Promise<true> =>
    until(`${replica.orcaUrl} advances ${count}`, async () => ((await replica.held()) === count ? true : undefined));
  const approveAt = async (replica: Replica, { id }: Waiting): Promise<readonly [number, string]> => {
    const { status, body } = await new People(replica.peopleUrl, alice).decide(id, 'approve');
    return [status, body.state];
  };
  const ending = async (running: Waiting): Promise<StageEnd['status']> => (await endOf(world, running)).status;
  const writesFor = (wire: Wire, what: string): number =>
    wire.recorded.filter((effect) => effect.where === 'cluster' && effect.what.includes(what)).length;

  describe('with leases that nobody waits for', () => {
    beforeAll(() => startWorld(600), patience);
    afterAll(() => world.close(), patience);

    it(
      'share the work: each deployment is advanced by one of them only',
      async () => {
        const all = await Promise.all(['cart', 'till', 'shelf'].map(waiting));
        await until('three are advanced', async () => {
          const [one, other] = await both();
          return one + other === 3 ? true : undefined;
        });
        for (const { id } of all) expect(world.wires.filter((wire) => writesFor(wire, id) > 0)).toHaveLength(1);
        for (const { id } of all) await world.as(alice).decide(id, 'approve');
        expect(await Promise.all(all.map(ending))).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
      },
      patience,
    );

    it(
      'tell Orca the same, whichever it asks',
      async () => {
        const running = await waiting('asked');
        const ask = async ({ orcaUrl }: Replica): Promise<unknown> => {
          const headers = { authorization: `Bearer ${world.token}` };
          const response = await fetch(`${orcaUrl}/v1/deployments/${running.id}/status`, { headers });
          return { status: response.status, body: await response.json() };
        };
        const said = { status: 200, body: { status: 'RUNNING', progress: running.report.summary } };
        for (const replica of world.replicas)
          await until('it says that it waits', async () => {
            const answer = await ask(replica);
            return JSON.stringify(answer).includes('for approval') ? answer : undefined;
          }).then((answer) => expect(answer).toMatchObject(said));
        await world.as(alice).decide(running.id, 'approve');
        expect(await ending(running)).toBe('SUCCEEDED');
      },
      patience,
    );

    it(
      'carry out what somebody decided at the one that does not advance the deployment',
      async () => {
        const running = await waiting('decided');
        const { idle, idlesWire, leadersWire } = await leading();
        for (const wire of world.wires) wire.recorded.length = 0;
        expect(await approveAt(idle, running)).toEqual([200, 'done']);
        expect(await ending(running)).toBe('SUCCEEDED');
        expect([writesFor(idlesWire, 'pauseConditions'), writesFor(leadersWire, 'pauseConditions')]).toEqual([0, 1]);
      },
      patience,
    );

    it(
      'hand over at once when one of them is told to end',
      async () => {
        const running = await waiting('handed');
        const { leader, idle } = await leading();
        await leader.terminate();
        // Its leases would have lasted for ten minutes.
        await untilHeld(idle, 1);
        expect(await approveAt(idle, running)).toEqual([200, 'done']);
        expect(await ending(running)).toBe('SUCCEEDED');
        await leader.start();
      },
      patience,
    );
  });

  describe('with leases of three seconds', () => {
    beforeAll(() => startWorld(3), patience);
    afterAll(() => world.close(), patience);

    it(
      'replace one that is killed, when its leases have run out',
      async () => {
        const running = await waiting('killed');
        const { leader, idle } = await leading();
        await leader.kill();
        await untilHeld(idle, 1);
        expect(await approveAt(idle, running)).toEqual([200, 'done']);
        expect(await ending(running)).toBe('SUCCEEDED');
        await leader.start();
      },
      patience,
    );

    it(
      'give back what one of them was killed in the middle of',
      async () => {
        const running = run(world, { manifest: version('given', 1), steps: [] });
        const id = await deploymentOf(world, running);
        await endOf(world, running);
        const killed = new Promise<number>((resolve) => {
          world.wires.forEach((wire, index) => {
            wire.onNext(
              ({ what }) => /^PATCH \S+\/rollouts\/given\b/.test(what),
              () => {
                void world.replicas[index]?.kill();
                resolve(index);
              },
            );
          });
        });
        expect((await world.as(alice).post(`/v1/deployments/${id}/give-back`, {})).status).toBe(202);
        const index = await killed;
        const [dead, other] = [world.replicas[index], world.replicas[1 - index]];
        if (dead === undefined || other === undefined) throw new Error('There are two.');
        const people = new People(other.peopleUrl, alice);
        const found = await until('the other has given it back', async () =>
          (await people.deployment(id)).giveBacks.find(({ state }) => state !== 'accepted'),
        );
        expect(found).toMatchObject({ by: alice, state: 'done' });
        await dead.start();
      },
      patience,
    );

    it(
      'apply nothing twice when one stands still in the middle of it for longer than its lease',
      async () => {
        const manifest = (tag: number): string =>
          documents(service('halfway'), service('halfway-too'), version('halfway', tag));
        await deployed(world, { manifest: manifest(1) });
        const frozen = new Promise<number>((resolve) => {
          world.wires.forEach((wire, index) => {
            const isFirst = ({ what }: Effect): boolean => /services\/halfway\?(?!\S*dryRun)/.test(what);
            wire.onNext(isFirst, () => {
              world.replicas[index]?.freeze();
              resolve(index);
            });
          });
        });
        const running = run(world, { manifest: manifest(2) });
        const index = await frozen;
        const [leader, other] = [world.replicas[index], world.replicas[1 - index]];
        if (leader === undefined || other === undefined) throw new Error('There are two.');
        const id = await deploymentOf(world, running);
        const people = new People(other.peopleUrl, alice);
        await until('the other brought it to its approval', async () =>
          waitsForApproval(await people.deployment(id)) ? true : undefined,
        );
        leader.thaw();
        await untilHeld(leader, 0);
        expect((await people.decide(id, 'approve')).status).toBe(200);
        expect((await endOf(world, running)).status).toBe('SUCCEEDED');
        const applied = world.wires
          .flatMap(({ recorded }) => recorded.filter(({ status }) => status < 300))
          .flatMap(
            ({ what }) =>
              /^PATCH \S+\/([\w-]+)\?(?!\S*dryRun)\S*force=true/.exec(what.includes(id) ? what : '')?.[1] ?? [],
          );
        expect(applied.sort()).toEqual(['halfway', 'halfway', 'halfway-too']);
      },
      patience,
    );

    it(
      'do nothing twice when one stands still for longer than its lease and then goes on',
      async () => {
        const running = await waiting('frozen');
        const { leader, idle } = await leading();
        leader.freeze();
        await untilHeld(idle, 1);
        expect(await approveAt(idle, running)).toEqual([200, 'done']);
        leader.thaw();
        expect(await ending(running)).toBe('SUCCEEDED');
        await untilHeld(leader, 0);
        const report = await new People(leader.peopleUrl, alice).deployment(running.id);
        expect(report.events.filter(({ sentence }) => /by alice|outside/.test(sentence))).toHaveLength(1);
      },
      patience,
    );
  });
});
