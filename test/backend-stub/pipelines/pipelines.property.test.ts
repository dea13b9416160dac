import fc from 'fast-check';
import { permissionsOf } from '../../../backend-stub/contract/application-rules.ts';
import { withoutPrefixes } from '../../../backend-stub/contract/effective-permissions.ts';
import { afterSaving, savedPipeline, type Naming } from '../../../backend-stub/pipelines/after-saving.ts';
import type { Answer } from '../../../backend-stub/pipelines/answer.ts';
import { isManaged } from '../../../backend-stub/pipelines/identity.ts';
import { readPipeline } from '../../../backend-stub/pipelines/read-pipeline.ts';
import { smallestRoleSets } from '../../../backend-stub/pipelines/role-sets.ts';
import { outcomes, verdictOf } from '../../../backend-stub/pipelines/verdict.ts';
import { wantedRoles } from '../../../backend-stub/pipelines/wanted-roles.ts';
import { cellSentence } from '../../../backend-stub/pipelines/words.ts';
import { drawnPermissions, drawnWorld, roleNames, type DrawnWorld } from './drawn-worlds.ts';
import { cellsOf, knowing } from './known-world.ts';

const runs = { numRuns: 5000 };
const naming: fc.Arbitrary<Naming> = fc.constantFrom<Naming>(
  { kind: 'one-each' },
  { kind: 'shared', sha256: (text) => `of ${text}` },
);
const someRoles = fc.subarray(roleNames);
const verdict = ({ pipeline, world }: DrawnWorld) => verdictOf(pipeline, knowing(world));
/** Who executes where nobody is named for it, a prefix changes too. */
const isAssumed = (answer: Answer): boolean => answer.kind !== 'unknown' && answer.assumed !== undefined;
const rank = (outcome: string): number => outcomes.findIndex((one) => one === outcome);
const cells = (drawn: DrawnWorld) => cellsOf(verdict(drawn));

/** Everybody has this role too. */
function withRole({ pipeline, world }: DrawnWorld, role: string): DrawnWorld {
  const roles = Object.entries(world.roles).map(([name, held]) => [name, [...held, role]]);
  return { pipeline, world: { ...world, roles: Object.fromEntries(roles) } };
}

describe('whatever pipelines, roles, accounts and triggers there are', () => {
  it('a role more never makes anything worse', () => {
    fc.assert(
      fc.property(drawnWorld, fc.constantFrom(...roleNames), (drawn, role) => {
        const [before, after] = [verdict(drawn), verdict(withRole(drawn, role))];
        const denied = cellsOf(before).map(({ answer }) => answer.kind === 'denied');
        const newlyDenied = cellsOf(after).filter(
          ({ answer }, index) => answer.kind === 'denied' && denied[index] !== true,
        );
        return newlyDenied.length === 0 && rank(after.outcome) <= rank(before.outcome);
      }),
      runs,
    );
  });

  it('nothing is allowed or denied where nothing is known', () => {
    fc.assert(
      fc.property(drawnWorld, ({ pipeline }) => {
        const nothing = { application: () => undefined, account: () => undefined, pipeline: () => undefined };
        const known = { ...nothing, subject: () => ({ kind: 'unknown' as const, why: 'nobody answers' }) };
        return cellsOf(verdictOf(pipeline, known)).every(
          ({ answer, need }) => answer.kind === 'unknown' || (need.asker === 'gennaker' && answer.kind === 'denied'),
        );
      }),
      runs,
    );
  });

  it('what is said without the prefixes of Fiat holds whatever prefixes there are', () => {
    fc.assert(
      fc.property(drawnWorld, drawnPermissions, ({ pipeline, world }, prefix) => {
        const { applications, ...rest } = world;
        const whole = Object.entries(applications ?? {}).map(([name, permissions]) => [
          name,
          permissionsOf(
            { ...withoutPrefixes, provider: 'aggregate', prefixes: [{ prefix: '*', permissions: prefix }] },
            { name, permissions },
          ),
        ]);
        const hidden = knowing({ ...world, prefixesAreHidden: true });
        const seen = cellsOf(verdictOf(pipeline, knowing({ ...rest, applications: Object.fromEntries(whole) })));
        return cellsOf(verdictOf(pipeline, hidden)).every(
          ({ answer }, index) =>
            answer.kind === 'unknown' || isAssumed(answer) || answer.kind === seen[index]?.answer.kind,
        );
      }),
      runs,
    );
  });

  it('a denied cell names only roles that would open it, and every one of them does', () => {
    fc.assert(
      fc.property(drawnWorld, (drawn) => {
        for (const { need, answer } of cells(drawn)) {
          if (answer.kind !== 'denied' || answer.asNobody === true) continue;
          for (const role of answer.oneOf ?? []) {
            const world = { ...drawn.world, roles: { anonymous: [role], robot: [role] } };
            const [one] = verdictOf(
              {
                ...drawn.pipeline,
                triggers: [{ kind: 'cron', enabled: true, runAsUser: 'robot' }],
                stages: [{ refId: '1', name: 's', type: 't', needs: [need] }],
              },
              knowing(world),
            ).runs;
            expect(one?.stages[0]?.cells[0]?.answer.kind).toBe('allowed');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('an account that holds one of the sets of roles that are wanted is denied nothing', () => {
    fc.assert(
      fc.property(drawnWorld, ({ pipeline, world }) => {
        const { sets } = wantedRoles(pipeline, knowing(world));
        const trigger = { kind: 'webhook', enabled: true, runAsUser: 'robot' };
        return sets.every((roles) =>
          cellsOf(
            verdictOf({ ...pipeline, triggers: [trigger] }, knowing({ ...world, roles: { robot: roles } })),
          ).every(({ answer }) => answer.kind !== 'denied'),
        );
      }),
      runs,
    );
  });

  it('every cell is told in one sentence that ends', () => {
    fc.assert(
      fc.property(drawnWorld, (drawn) => {
        for (const cell of cells(drawn)) expect(cellSentence(cell)).toMatch(/^[A-Z].*[^.]\.$/s);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whatever is wanted', () => {
  const wanted = fc.array(fc.uniqueArray(fc.constantFrom(...roleNames, 'x', 'y'), { minLength: 1, maxLength: 4 }), {
    maxLength: 6,
  });
  const everyRole = [...roleNames, 'x', 'y'];
  const isEnough = (roles: readonly string[], requirements: readonly (readonly string[])[]): boolean =>
    requirements.every((one) => one.some((role) => roles.includes(role)));
  const subsets = everyRole.reduce<readonly (readonly string[])[]>(
    (all, role) => [...all, ...all.map((one) => [...one, role])],
    [[]],
  );

  it('the sets that are found are all of the smallest, each once', () => {
    fc.assert(
      fc.property(wanted, (requirements) => {
        const enough = subsets.filter((roles) => isEnough(roles, requirements));
        const least = Math.min(...enough.map(({ length }) => length));
        const smallest = enough.filter(({ length }) => length === least).map((roles) => [...roles].sort().join(' '));
        const { sets, exact, more } = smallestRoleSets(requirements, { looks: 40_000, sets: 100 });
        const found = sets.map((roles) => roles.join(' ')).sort();
        return exact && !more && found.join() === smallest.sort().join();
      }),
      runs,
    );
  });

  it('a search that is ended early still finds a set that is enough', () => {
    fc.assert(
      fc.property(wanted, fc.nat({ max: 3 }), (requirements, looks) => {
        const { sets } = smallestRoleSets(requirements, { looks, sets: 1 });
        return sets.length === 1 && sets.every((roles) => isEnough(roles, requirements));
      }),
      runs,
    );
  });
});

describe('whatever is saved', () => {
  it('an account that somebody named by hand stays, and saving again changes nothing more', () => {
    fc.assert(
      fc.property(drawnWorld, someRoles, naming, ({ pipeline }, roles, named) => {
        const saved = savedPipeline(pipeline, roles, named);
        const { account } = afterSaving(pipeline, roles, named);
        const byHand = pipeline.triggers
          .map(({ runAsUser }) => runAsUser ?? account)
          .map((name) => name !== account && !isManaged(name ?? ''));
        const isKept = pipeline.triggers.every(
          ({ runAsUser }, index) => byHand[index] !== true || saved.triggers[index]?.runAsUser === runAsUser,
        );
        return isKept && JSON.stringify(savedPipeline(saved, roles, named)) === JSON.stringify(saved);
      }),
      runs,
    );
  });

  it('with roles no trigger runs as nobody but by a blank, and without them none runs as the account of the pipeline', () => {
    fc.assert(
      fc.property(drawnWorld, someRoles, naming, ({ pipeline }, roles, named) => {
        const { account, triggers } = afterSaving(pipeline, roles, named);
        return triggers.every(({ after }) => (roles.length === 0 ? after !== account : after !== undefined));
      }),
      runs,
    );
  });
});

describe('whatever stands where a pipeline should', () => {
  const words = [
    'id',
    'application',
    'stages',
    'triggers',
    'type',
    'account',
    'deployment',
    'targets',
    'roles',
    'locked',
    'runAsUser',
    'pipeline',
    'clusters',
  ];
  const leaf = fc.oneof(
    fc.constantFrom('pipeline', 'kubernetesProgressive', 'cron', '', 'prod'),
    fc.string(),
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
  );
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 8 }),
    ),
  }));

  it('it is read or it is none, and what is read can be judged', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...words), json), (value) => {
        const pipeline = readPipeline({ ...value, id: 'p1', application: 'shop' });
        if (pipeline !== undefined) verdictOf(pipeline, knowing({ pipelines: [pipeline] }));
        readPipeline(value);
        return pipeline !== undefined;
      }),
      runs,
    );
  });
});
