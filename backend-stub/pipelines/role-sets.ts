/** What is wanted: one of these roles, whichever. */
export type Requirement = readonly string[];

export interface RoleSets {
  /** Each enough for everything and none larger than another; `[[]]`: no role is needed. Empty: nothing would do. */
  readonly sets: readonly (readonly string[])[];
  /** Whether no smaller set exists. Where the search was ended, the one that is given is enough, and perhaps too large. */
  readonly exact: boolean;
  /** There are others of that size. */
  readonly more: boolean;
}

export interface SearchLimits {
  /** Requirements looked at, not time: the same question has the same answer on every machine. */
  readonly looks: number;
  readonly sets: number;
}

const usual: SearchLimits = { looks: 40_000, sets: 8 };

/**
 * The smallest sets of roles of which each requirement holds one: looked for by size, from a size that is surely needed. In general
 * this takes longer than anybody waits (it is the hitting set problem), so the search ends after a while.
 */
export function smallestRoleSets(requirements: readonly Requirement[], limits: SearchLimits = usual): RoleSets {
  const wanted = withoutImplied(requirements);
  if (wanted.some((roles) => roles.length === 0)) return { sets: [], exact: true, more: false };
  const enough = greedy(wanted);
  const search = new Search(limits);
  for (let size = leastRoles(wanted, noRole); size <= enough.length; size += 1) {
    search.look([], wanted, { left: size, barred: noRole });
    if (search.isOver && search.sets.length === 0) return { sets: [enough], exact: false, more: true };
    if (search.sets.length > 0) return { sets: search.listed(), exact: true, more: search.hasMore };
  }
  return { sets: [enough], exact: true, more: false };
}

const noRole: ReadonlySet<string> = new Set();

interface Branch {
  readonly left: number;
  /** Roles whose sets were looked for already. */
  readonly barred: ReadonlySet<string>;
}

class Search {
  readonly sets: (readonly string[])[] = [];
  readonly #limits: SearchLimits;
  #looks = 0;

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  get isOver(): boolean {
    return this.#looks > this.#limits.looks || this.sets.length > this.#limits.sets;
  }

  get hasMore(): boolean {
    return this.isOver;
  }

  listed(): readonly (readonly string[])[] {
    return this.sets.slice(0, this.#limits.sets).map((roles) => [...roles].sort());
  }

  /** Every set is found once: what one branch takes, those after it do without. */
  look(chosen: readonly string[], wanted: readonly Requirement[], { left, barred }: Branch): void {
    if (this.isOver) return;
    this.#looks += wanted.length + 1;
    if (wanted.length === 0) return void this.sets.push(chosen);
    if (leastRoles(wanted, barred) > left) return;
    const tried = new Set(barred);
    for (const role of tightest(wanted, barred)) {
      const open = wanted.filter((roles) => !roles.includes(role));
      this.look([...chosen, role], open, { left: left - 1, barred: tried });
      tried.add(role);
    }
  }
}

/** The roles that are left of the requirement that leaves the fewest. */
function tightest(wanted: readonly Requirement[], barred: ReadonlySet<string>): Requirement {
  let best: Requirement | undefined;
  for (const roles of wanted) {
    const open = roles.filter((role) => !barred.has(role));
    if (best === undefined || open.length < best.length) best = open;
  }
  return best ?? [];
}

/** Requirements that share no role need one each. Infinite where a requirement has none left. */
function leastRoles(wanted: readonly Requirement[], barred: ReadonlySet<string>): number {
  const taken = new Set<string>();
  let count = 0;
  for (const roles of wanted) {
    const open = roles.filter((role) => !barred.has(role));
    if (open.length === 0) return Infinity;
    if (open.some((role) => taken.has(role))) continue;
    count += 1;
    for (const role of open) taken.add(role);
  }
  return count;
}

/** Without those that another one implies, and the shortest first. */
function withoutImplied(requirements: readonly Requirement[]): readonly Requirement[] {
  const distinct = requirements.map((roles) => [...new Set(roles)].sort());
  distinct.sort((left, right) => left.length - right.length);
  const kept: string[][] = [];
  for (const roles of distinct) {
    if (!kept.some((one) => one.every((role) => roles.includes(role)))) kept.push(roles);
  }
  return kept;
}

/** Enough, and soon found: again and again the role that does most. */
function greedy(wanted: readonly Requirement[]): readonly string[] {
  const chosen: string[] = [];
  let open = wanted;
  while (open.length > 0) {
    const counts = new Map<string, number>();
    for (const role of open.flat()) counts.set(role, (counts.get(role) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const role = [...counts.keys()].sort().find((one) => counts.get(one) === most) ?? '';
    chosen.push(role);
    open = open.filter((roles) => !roles.includes(role));
  }
  return chosen.reduce((kept, role) => withoutSpare(role, kept, wanted), chosen).sort();
}

function withoutSpare(role: string, chosen: string[], wanted: readonly Requirement[]): string[] {
  const others = chosen.filter((one) => one !== role);
  return wanted.every((roles) => roles.some((one) => others.includes(one))) ? others : chosen;
}
