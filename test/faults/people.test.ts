import { requirePrograms } from '../postgres/programs.ts';
import { deployment } from '../stage/manifests.ts';
import { People } from '../stage/people-client.ts';
import { alice, releaser } from '../stage/people.ts';
import { deployed, deploymentOf, endOf, run, untilDeployment, waitsForApproval } from '../stage/pipeline.ts';
import type { Running } from '../stage/pipeline.ts';
import { seed } from '../stage/seeded.ts';
import { Stand } from './stand.ts';
import type { Lane } from './stand.ts';
import { approved } from './undisturbed.ts';
import { Deed } from '../stage/disturbance.ts';

const programs = requirePrograms();
const patience = 600_000;

(programs === undefined ? describe.skip : describe)(`several people at once (GENNAKER_SEED=${seed})`, () => {
  let stand: Stand;
  let lane: Lane;

  beforeAll(async () => {
    stand = await Stand.start(programs ?? '');
    lane = await stand.lane({ count: 2 });
  }, patience);
  afterAll(() => stand.close(), patience);

  it(
    'two on one step, each at another replica: one decision counts, and the other is told so',
    async () => {
      const answers: (readonly [number, string | undefined])[][] = [];
      for (let round = 1; round <= 4; round += 1) {
        const { rehearsals, world } = lane;
        const deed = async (running: Running | undefined): Promise<void> => {
          if (running === undefined) throw new Error('It runs.');
          const id = await deploymentOf(world, running);
          const both = world.replicas.map(
            ({ peopleUrl }, index) => new People(peopleUrl, index === 0 ? alice : releaser),
          );
          const made = await Promise.all(both.map((person) => person.decide(id, 'approve')));
          answers.push(made.map(({ status, body }) => [status, body.message]));
        };
        const { traces } = await rehearsals.play(
          new Deed(world, { name: `round ${round}`, at: 'waiting', deed, first: true }),
        );
        const [winner = ''] = /\S+@\S+?(?=:)/.exec(traces.decisions[0] ?? '') ?? [];
        expect([alice, releaser]).toContain(winner);
        expect(traces).toEqual({
          ...approved,
          decisions: [`approve by ${winner}: done`],
          told: [`Approving by ${winner}.`],
        });
      }
      for (const round of answers) {
        expect(round.map(([status]) => status).sort()).toEqual([200, 409]);
        const [, why] = round.find(([status]) => status === 409) ?? [];
        expect(why).toMatch(/decided the same|nothing waits for an approval|has ended|has moved/);
      }
    },
    patience,
  );

  it(
    'two pipelines on one workload: one runs, and the other is refused by name, whichever came first',
    async () => {
      const { world } = lane;
      const version = (tag: number): string => deployment('shared', { replicas: 2, image: `shared:${tag}` });
      await deployed(world, { manifest: version(1) });
      for (let round = 1; round <= 3; round += 1) {
        const both = [run(world, { manifest: version(2 * round) }), run(world, { manifest: version(2 * round + 1) })];
        const ids = await Promise.all(both.map((running) => deploymentOf(world, running).catch(() => undefined)));
        const winner = both[ids.findIndex((id) => id !== undefined)];
        const loser = both[ids.findIndex((id) => id === undefined)];
        const [id = ''] = ids.filter((one) => one !== undefined);
        if (winner === undefined || loser === undefined) throw new Error(`Not one of two was refused: ${ids.join()}`);
        const { status, refusal } = await endOf(world, loser);
        expect([status, refusal]).toEqual([
          'TERMINAL',
          expect.stringMatching(
            new RegExp(
              `^Starting a deployment .*Rollout shared.*: deployment ${id} of pipeline deploy shop .*still rolling it out`,
            ),
          ),
        ]);
        await untilDeployment(world, id, waitsForApproval);
        expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
        expect((await endOf(world, winner)).status).toBe('SUCCEEDED');
      }
    },
    patience,
  );
});
