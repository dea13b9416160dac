import { folded, isRestricted, type Permissions } from '../contract/authorization.ts';
import { answerTo, type Answer } from './answer.ts';
import { identityOf, ownAccount, subjectOf } from './identity.ts';
import { rolesOfSubject, type Knowledge, type Subject } from './knowledge.ts';
import type { Pipeline } from './pipeline.ts';
import { startNeed } from './verdict.ts';

/** What somebody as whom pipelines of an application run by themselves can reach, whatever these pipelines do today. */
export interface IdentityReach {
  /** `anonymous` of nobody. */
  readonly name: string;
  /** Names of the pipelines that run as it. */
  readonly pipelines: readonly string[];
  /** Absent where they are not known here. */
  readonly roles?: readonly string[];
  /** Whether it may start pipelines of the application. */
  readonly executes: Answer;
  /** Restricted accounts that it may change, sorted; those that are open are everybody's. */
  readonly writes: readonly string[];
  /** Restricted accounts of which it is not known. */
  readonly notKnown: number;
}

/** In the order of the pipelines; runs as whoever ran a pipeline before are nobody's in particular. */
export function identityReaches(
  pipelines: readonly Pipeline[],
  accounts: ReadonlyMap<string, Permissions>,
  knowledge: Knowledge,
): readonly IdentityReach[] {
  const touched = new Set(pipelines.flatMap(accountsTouched));
  const restricted = [...accounts].flatMap(([name, permissions]) => (isRestricted(permissions) ? [name] : [])).sort();
  return [...runnersOf(pipelines).values()].map(({ name, application, pipelines: running }) => {
    const subject = knowledge.subject(name);
    const about = restricted.map((account) => ({
      account,
      answer: answerTo(writeOn(account), knownOf(subject, touched.has(account)), knowledge).kind,
    }));
    const roles = rolesOfSubject(subject);
    return {
      name,
      pipelines: running,
      ...(roles === undefined ? {} : { roles }),
      executes: answerTo(startNeed({ application }), subject, knowledge),
      writes: about.flatMap(({ account, answer }) => (answer === 'allowed' ? [account] : [])),
      notKnown: about.filter(({ answer }) => answer === 'unknown').length,
    };
  });
}

interface Runner {
  readonly name: string;
  readonly application: string;
  readonly pipelines: string[];
}

function runnersOf(pipelines: readonly Pipeline[]): ReadonlyMap<string, Runner> {
  const runners = new Map<string, Runner>();
  for (const pipeline of pipelines) {
    const runAs = pipeline.triggers.flatMap((trigger) => subjectOf(identityOf(trigger, pipeline)) ?? []);
    const own = (pipeline.roles ?? []).length > 0 ? [ownAccount(pipeline)] : [];
    for (const [key, name] of new Map([...runAs, ...own].map((one) => [folded(one), one] as const))) {
      const runner = runners.get(key) ?? { name, application: pipeline.application, pipelines: [] };
      runner.pipelines.push(pipeline.name);
      runners.set(key, runner);
    }
  }
  return runners;
}

function accountsTouched({ stages }: Pipeline): readonly string[] {
  return stages.flatMap(({ needs }) => needs.flatMap(({ on, name }) => (on === 'account' ? [folded(name)] : [])));
}

/** Of Fiat's view only what the pipelines touch is told: on everything else, the roles have to say it. */
function knownOf(subject: Subject, isTouched: boolean): Subject {
  if (subject.kind !== 'seen' || subject.admin || isTouched) return subject;
  const { roles } = subject;
  return roles === undefined ? { kind: 'unknown', why: 'its roles are not yours to know' } : { kind: 'roles', roles };
}

function writeOn(name: string): Parameters<typeof answerTo>[0] {
  return { on: 'account', name, authorization: 'WRITE', asker: 'clouddriver', certain: true };
}
