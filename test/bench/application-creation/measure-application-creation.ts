import { mayCreate } from '../../../backend-stub/contract/application-rules.ts';
import type { Application, ApplicationRules } from '../../../backend-stub/contract/application-rules.ts';
import { creatorsTable } from '../../../backend-stub/creation/creators-table.ts';
import { effectsOf } from '../../../backend-stub/creation/effects.ts';
import { explainName } from '../../../backend-stub/creation/explain-name.ts';
import { fiatBlock } from '../../../backend-stub/creation/fiat-block.ts';
import { judgeByFiat } from '../../../backend-stub/creation/judge-creation.ts';
import { readRulesFile } from '../../../backend-stub/creation/rules-file.ts';
import { rulesWarnings } from '../../../backend-stub/creation/rules-warnings.ts';

export interface CreationMeasured {
  /** Milliseconds of the processor for one name, of each round of a thousand. */
  readonly resolved: readonly number[];
  /** With the reason and all that is told of it. */
  readonly judged: readonly number[];
  /** Milliseconds to read the file. */
  readonly read: readonly number[];
  /** Milliseconds for the table, the effects on what exists and the warnings together. */
  readonly overview: readonly number[];
}

export const sizes = { applications: 10_000, prefixes: 500, roles: 300 } as const;
const names = 1000;
const rounds = 7;

/** How long it takes to say who may create what, in a large installation. */
export function measureApplicationCreation(say: (line: string) => void): CreationMeasured {
  const text = fiatBlock(largeRules());
  const file = readRulesFile(text);
  const { about } = file;
  const applications = largeApplications();
  const held = [role(1), role(2), role(3)];
  const times = { resolved: [] as number[], judged: [] as number[], read: [] as number[], overview: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds} …`);
    times.read.push(timed(() => readRulesFile(text)));
    times.resolved.push(timed(() => eachName((name) => mayCreate(about(name), name, held))) / names);
    const told = (name: string): unknown => [
      judgeByFiat(
        { name, called: { first: 'alice', within: 'alice' }, roles: held, isAdmin: false },
        mayCreate(about(name), name, held),
        about(name),
      ),
      explainName(file, name, { roles: held, isAdmin: false }),
    ];
    times.judged.push(timed(() => eachName(told)) / names);
    times.overview.push(timed(() => [creatorsTable(file), effectsOf(file, applications), rulesWarnings(file)]));
  }
  return times;
}

function eachName(use: (name: string) => unknown): void {
  for (let index = 0; index < names; index += 1) use(`team-${index % sizes.prefixes}-service-${index}`);
}

/** Of the processor, since the machine may be busy with other things. */
function timed(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function role(index: number): string {
  return `team-${index % sizes.roles}`;
}

function largeRules(): ApplicationRules {
  const prefixes = Array.from({ length: sizes.prefixes - 1 }, (_, index) => ({
    prefix: `team-${index}-*`,
    permissions: { CREATE: [role(index)], READ: [role(index), role(index + 1)], WRITE: [role(index)] },
  }));
  const all = Array.from({ length: sizes.roles }, (_, index) => role(index));
  const everybody = { prefix: '*', permissions: { CREATE: ['creators'], READ: all } };
  return {
    ...{ provider: 'aggregate', resolutionStrategy: 'AGGREGATE', executeFallback: 'READ' },
    ...{ restrictApplicationCreation: true, adminRoles: ['admins'], prefixes: [everybody, ...prefixes] },
  };
}

/** A third says nothing for itself. */
function largeApplications(): readonly Application[] {
  return Array.from({ length: sizes.applications }, (_, index) => ({
    name: `team-${index % sizes.prefixes}-service-${index}`,
    permissions: index % 3 === 0 ? {} : { READ: [role(index), role(index + 5)], WRITE: [role(index)] },
  }));
}
