import { smallestRoleSets } from '../../../backend-stub/pipelines/role-sets.ts';
import { verdictOf } from '../../../backend-stub/pipelines/verdict.ts';
import { readLook, shownPipelines } from '../../../frontend/pipeline-permissions/rows.ts';
import { factsOf } from '../../../frontend/pipeline-permissions/facts.ts';
import { largeAnswers, pseudoRandom } from './large-world.ts';

export interface MeasuredPipelines {
  /** Each in milliseconds of a processor: what waits for another program is not counted. */
  readonly firstRows: readonly number[];
  readonly allVerdicts: readonly number[];
  readonly oneVerdict: readonly number[];
  readonly roleSets: readonly number[];
  /** How many of the searches ended with sets that are surely the smallest. */
  readonly exact: number;
}

const size = { pipelines: 5000, stages: 6, serviceAccounts: 2000, accounts: 300, roles: 200 };

/** The pure part of the page: what is done between the answers and the first rows, and for each pipeline. */
export function measurePipelines(say: (line: string) => void): MeasuredPipelines {
  say(
    `${size.pipelines} pipelines, ${size.serviceAccounts} service accounts, ${size.accounts} accounts, ${size.roles} roles`,
  );
  const random = pseudoRandom(11);
  const rounds = Array.from({ length: 5 }, () => round());
  const answers = largeAnswers({ ...size, pipelines: 50, stages: 60 });
  const long = factsOf('shop', answers.gate, answers.told);
  const searches = Array.from({ length: 40 }, () => {
    const wanted = Array.from({ length: 40 }, () => Array.from({ length: 3 }, () => `role-${random(size.roles)}`));
    return timed(() => smallestRoleSets(wanted).exact);
  });
  return {
    firstRows: rounds.map(({ first }) => first),
    allVerdicts: rounds.map(({ all }) => all),
    oneVerdict: long.pipelines.map((one) => timed(() => verdictOf(one, long.knowledge)).milliseconds),
    roleSets: searches.map(({ milliseconds }) => milliseconds),
    exact: searches.filter(({ result }) => result).length,
  };
}

function round(): { readonly first: number; readonly all: number } {
  const { gate, told } = largeAnswers(size);
  const read = timed(() => {
    const facts = factsOf('shop', gate, told);
    const rows = shownPipelines(facts.pipelines, readLook({}), () => undefined);
    for (const pipeline of rows.slice(0, 30)) verdictOf(pipeline, facts.knowledge);
    return facts;
  });
  const { knowledge, pipelines } = read.result;
  const all = timed(() => pipelines.map((pipeline) => verdictOf(pipeline, knowledge)));
  return { first: read.milliseconds, all: all.milliseconds };
}

function timed<Result>(work: () => Result): { readonly milliseconds: number; readonly result: Result } {
  const began = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(began);
  return { milliseconds: (user + system) / 1000, result };
}
