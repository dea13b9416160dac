import { sharedCluster } from '../cluster/cluster.ts';
import type { Json, JsonObject } from '../orca/json.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { crowd } from './crowd.ts';
import type { Member } from './crowd.ts';
import { deployment } from './manifests.ts';
import { People, seenIn } from './people-client.ts';
import { alice } from './people.ts';
import { deployed, endOf, waitingForApproval, waitsForApproval, weight } from './pipeline.ts';
import type { Waiting } from './pipeline.ts';
import { startReplicas } from './replicas.ts';
import type { Replicas } from './replicas.ts';

const programs = requirePrograms();
const patience = 240_000;
const byRelease: JsonObject = { pause: { untilApproved: true, requiresRoles: ['release'] as Json[] } };
/** Nobody decides about it who may. */
const held = 'held';
const workloads = [held, ...Array.from({ length: 10 }, (_, index) => `crowded-${index}`)];

interface Answer {
  readonly member: Member;
  readonly about: Waiting;
  readonly status: number;
  readonly message: string;
  readonly decision: string | undefined;
}

(programs === undefined ? describe.skip : describe)('two hundred people who decide at once, at two replicas', () => {
  let postgres: PostgresCluster;
  let world: Replicas;
  let answers: readonly Answer[];
  let waiting: ReadonlyMap<string, Waiting>;

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    const databaseUrl = await postgres.createDatabase();
    world = await startReplicas({ cluster: await sharedCluster(), databaseUrl, count: 2, leaseSeconds: 60 });
    const all = await Promise.all(workloads.map(async (name) => [name, await secondVersionOf(name)] as const));
    waiting = new Map(all);
    const members = crowd(200);
    for (const { name, view } of members) world.fiat.set(name, view);
    for (const { recorded } of world.wires) recorded.length = 0;
    answers = await Promise.all(members.map(decideAtOnce));
  }, patience);
  afterAll(async () => {
    await world.close();
    await postgres.remove();
  }, patience);

  const secondVersionOf = async (name: string): Promise<Waiting> => {
    const version = (tag: number): string =>
      deployment(name, { replicas: 2, image: `registry.example.com/${name}:${tag}` });
    await deployed(world, { manifest: version(1) });
    return waitingForApproval(world, { manifest: version(2), steps: [weight(50), byRelease] });
  };

  /** Half of those who may not decide where nobody may, the others in the crowd. */
  const decideAtOnce = async (member: Member, index: number): Promise<Answer> => {
    const name = member.refused !== undefined && index % 2 === 0 ? held : `crowded-${index % 10}`;
    const about = waiting.get(name);
    const replica = world.replicas[index % 2];
    if (about === undefined || replica === undefined) throw new Error('Each has his deployment and his replica.');
    const person = new People(replica.peopleUrl, member.name);
    const { status, body } = await person.decideOn(about.id, member.action, seenIn(about.report));
    return { member, about, status, message: body.message ?? '', decision: status === 200 ? body.id : undefined };
  };
  const of = ({ id }: Waiting): readonly Answer[] => answers.filter(({ about }) => about.id === id);
  /** What is written down of a deployment, once for each decision. What else keeps decisions is to be asked here too. */
  const writtenDown = async ({ id }: Waiting): Promise<readonly (readonly [string, string])[]> =>
    (await world.as(alice).deployment(id)).decisions.map((decision) => [decision.id, decision.by]);
  const patchesOf = (name: string): number =>
    world.wires
      .flatMap(({ recorded }) => recorded)
      .filter(
        ({ what, status }) =>
          what.includes(`/rollouts/${name}/status`) && what.includes('pauseConditions') && status === 200,
      ).length;

  it('are all answered, and who may not is told what he lacks', () => {
    expect(answers).toHaveLength(200);
    const refused = answers.filter(({ member }) => member.refused !== undefined);
    expect(refused).toHaveLength(67);
    for (const { member, status, message } of refused)
      expect([member.name, status, message]).toEqual([
        member.name,
        member.refused?.[0],
        expect.stringContaining(member.refused?.[1] ?? ''),
      ]);
  });

  it('let each deployment go on once, by one who may: the others are told that it is decided', async () => {
    for (const [name, about] of waiting) {
      if (name === held) continue;
      const accepted = of(about).filter(({ status }) => status === 200);
      const late = of(about).filter(({ status, member }) => status !== 200 && member.refused === undefined);
      expect([name, accepted.length, late.length > 5]).toEqual([name, 1, true]);
      for (const { status, message } of late)
        expect([status, message]).toEqual([409, expect.stringMatching(/^Approving on deployment \S+ was refused: /)]);
      expect((await endOf(world, about)).status).toBe('SUCCEEDED');
      expect([name, patchesOf(name)]).toEqual([name, 1]);
    }
  });

  it('leave what was decided written down once, with the name of who decided it', async () => {
    for (const [name, about] of waiting) {
      const accepted = of(about).filter(({ status }) => status === 200);
      const expected = accepted.map(({ decision, member }) => [decision, member.name]);
      expect([name, await writtenDown(about)]).toEqual([name, expected]);
    }
  });

  it('change nothing where nobody of them may', async () => {
    const about = waiting.get(held);
    if (about === undefined) throw new Error('It is there.');
    expect(of(about).length).toBeGreaterThan(30);
    expect(await world.as(alice).deployment(about.id)).toMatchObject({ phase: 'waiting', decisions: [] });
    expect([waitsForApproval(await world.as(alice).deployment(about.id)), patchesOf(held)]).toEqual([true, 0]);
  });
});
