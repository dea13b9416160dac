import fc from 'fast-check';
import { seed } from '../../stage/seeded.ts';
import { databases, type TestDatabase } from '../store/test-databases.ts';
import { foundHistories } from './model/found-histories.ts';
import { linesOf, type History } from './model/history.ts';
import { calmHistories, disturbedHistories, faultsToCome } from './model/histories.ts';
import { inventedHistories, recordedHistories } from './model/told-histories.ts';
import { properties } from './model/judge.ts';
import { Player, type Trace } from './model/player.ts';
import { remainsOf, withFaults } from './model/traces.ts';

/** `GENNAKER_MODEL_RUNS` histories of each kind; many for a long hunt. */
const numRuns = Number(process.env['GENNAKER_MODEL_RUNS'] ?? 24);
const patience = 120_000 + numRuns * 10_000;

const worlds: readonly (readonly [string, fc.Arbitrary<History>])[] = [
  ['around the simulated controller', disturbedHistories],
  ['of recorded states', recordedHistories],
  ['of invented states', inventedHistories],
];

describe(`a deployment, in random histories (GENNAKER_SEED=${seed})`, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    // PostgreSQL where it is installed, which takes less of the processor.
    const last = databases.at(-1);
    if (last === undefined) throw new Error('there is no database');
    database = await last[1]();
  }, 60_000);
  afterAll(() => database.close(), 60_000);

  describe.each(worlds)('%s', (_, histories) => {
    /** Each history is played once; what each property says of it is kept. */
    const judged = new Map<string, Promise<Verdicts>>();
    const judge = (history: History): Promise<Verdicts> => {
      const key = JSON.stringify(history);
      const known = judged.get(key) ?? verdictsOn(history, database);
      judged.set(key, known);
      return known;
    };

    it.each(Object.keys(properties))(
      '%s',
      async (property) => {
        await fc.assert(
          fc.asyncProperty(histories, async (history) => {
            const violations = (await judge(history))[property] ?? [];
            if (violations.length > 0) throw new Error([...linesOf(history), ...violations].join('\n'));
          }),
          { numRuns, seed, endOnFailure: false, reporter: report },
        );
      },
      patience,
    );
  });

  it.each(Object.entries(foundHistories))(
    'keeps all of it where it once did not: %s',
    async (_, history) => {
      const violations = Object.values(await verdictsOn(history, database)).flat();
      expect(violations).toEqual([]);
    },
    patience,
  );

  it(
    'is the same in the end, whatever dies, stands still or is answered badly on the way',
    async () => {
      await fc.assert(
        fc.asyncProperty(calmHistories, faultsToCome, async (history, faults) => {
          const disturbed = withFaults(history, faults);
          const [usual, other] = [await play(history, database), await play(disturbed, database)];
          const remains = [usual, other].map((trace) => JSON.stringify(remainsOf(trace), undefined, 2));
          if (remains[0] !== remains[1]) throw new Error([...linesOf(disturbed), ...remains].join('\n'));
        }),
        { numRuns: Math.ceil(numRuns / 2), seed, reporter: report },
      );
    },
    patience,
  );
});

type Verdicts = Readonly<Record<string, readonly string[]>>;

async function verdictsOn(history: History, database: TestDatabase): Promise<Verdicts> {
  const trace = await play(history, database);
  return Object.fromEntries(Object.entries(properties).map(([property, judge]) => [property, judge(trace)]));
}

function play(history: History, database: TestDatabase): Promise<Trace> {
  return new Player(history, database).play().catch((cause: unknown) => {
    throw new Error([...linesOf(history), String(cause)].join('\n'), { cause });
  });
}

/** The history in lines, and not as data. */
function report<Drawn>({ failed, errorInstance, seed: used, numShrinks }: fc.RunDetails<Drawn>): void {
  if (!failed) return;
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`seed ${used}, shrunk ${numShrinks} times:\n${message}`);
}
