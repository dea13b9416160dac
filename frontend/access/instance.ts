import { isRestricted } from '../../backend-stub/contract/authorization.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import { accountsIn, listIn } from '../pipeline-permissions/facts.ts';
import type { Response } from '../service/request.ts';

/** What Gate says of the whole installation, each as it came. */
export interface InstanceFacts {
  readonly projects: Response;
  readonly credentials: Response;
}

/** Never rejects. */
export type ReadInstance = () => Promise<InstanceFacts>;

export interface Instance {
  /** By name, their applications; empty where Gate does not say. */
  readonly projects: ReadonlyMap<string, readonly string[]>;
  /** Of accounts, those that name no role; undefined where Gate does not say. */
  readonly accounts: { readonly count: number; readonly open: readonly string[] } | undefined;
  /** Sentences. */
  readonly gaps: readonly string[];
}

export function instanceOf({ projects, credentials }: InstanceFacts): Instance {
  const [listed, accounts] = [listIn(projects), accountsIn(credentials)];
  return {
    projects: new Map((listed ?? []).flatMap(readProject)),
    accounts:
      accounts === undefined
        ? undefined
        : { count: accounts.size, open: [...accounts].flatMap(([name, one]) => (isRestricted(one) ? [] : [name])) },
    gaps: [
      ...(listed === undefined ? ['Gate does not say which projects there are.'] : []),
      ...(accounts === undefined ? ['Gate does not say which accounts there are.'] : []),
    ],
  };
}

function readProject(project: unknown): readonly (readonly [string, readonly string[]])[] {
  if (!isFields(project) || typeof project.name !== 'string') return [];
  const { config } = project;
  const applications = isFields(config) && Array.isArray(config.applications) ? config.applications : [];
  return [[project.name, applications.filter((name) => typeof name === 'string')]];
}
