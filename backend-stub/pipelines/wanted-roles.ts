import { folded } from '../contract/authorization.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { Knowledge } from './knowledge.ts';
import type { Need, Pipeline } from './pipeline.ts';
import { smallestRoleSets, type RoleSets } from './role-sets.ts';
import { rolesOn } from './roles-on.ts';
import { stagesReached, type Gap } from './stages-reached.ts';
import { startNeed } from './verdict.ts';

/** Which roles a managed account would need, so that every automatic run of the pipeline passes. */
export interface WantedRoles extends RoleSets {
  /** What no role opens: an admin has to name one first. With one of these, there are no sets. */
  readonly impossible: readonly Need[];
  /** What the sets say nothing about: known at run time only, or not known, or not always asked. */
  readonly open: readonly Need[];
  readonly gaps: readonly Gap[];
}

/** EXECUTE on the application is always among them: Front50 keeps no pipeline whose account lacks it. */
export function wantedRoles(pipeline: Pipeline, knowledge: Knowledge): WantedRoles {
  const { stages, gaps } = stagesReached(pipeline, knowledge);
  const needs = distinct([startNeed(pipeline), ...stages.flatMap(({ stage }) => stage.needs)]);
  const judged = needs.map((need) => ({ need, ...judge(need, knowledge) }));
  const named = judged.flatMap(({ kind, roles }) => (kind === 'roles' ? [roles] : []));
  const impossible = judged.flatMap(({ need, kind }) => (kind === 'impossible' ? [need] : []));
  const open = judged.flatMap(({ need, kind }) => (kind === 'open' ? [need] : []));
  const found = smallestRoleSets(named);
  // A role that is not seen here may do for more.
  const exact = found.exact && judged.every(({ isWhole }) => isWhole);
  return { ...found, exact, ...(impossible.length > 0 ? { sets: [] } : {}), impossible, open, gaps };
}

interface Judged {
  readonly kind: 'nothing' | 'roles' | 'impossible' | 'open';
  readonly roles: readonly string[];
  /** Whether no other role would do. */
  readonly isWhole: boolean;
}

function judge(need: Need, knowledge: Knowledge): Judged {
  const unseen = { kind: 'open', roles: [], isWhole: true } as const;
  if (holdsExpression(need.name)) return unseen;
  const known = rolesOn(need, knowledge);
  if (known.kind === 'open') return { ...unseen, kind: 'nothing' };
  if (known.kind === 'unknown' || !need.certain) return unseen;
  const { roles, isWhole } = known;
  if (roles.length > 0) return { kind: 'roles', roles, isWhole };
  return isWhole ? { ...unseen, kind: 'impossible' } : unseen;
}

/** Two stages that deploy to one account want one thing. */
function distinct(needs: readonly Need[]): readonly Need[] {
  const found = new Map<string, Need>();
  for (const need of needs) {
    const key = [need.on, folded(need.name), need.authorization, need.certain].join(' ');
    if (!found.has(key)) found.set(key, need);
  }
  return [...found.values()];
}
