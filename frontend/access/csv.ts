import type { IdentityReach } from '../../backend-stub/pipelines/identity-reach.ts';
import { csvText, type CsvColumns } from '../csv/csv-text.ts';
import { executesTold, identityTold, rolesTold, writesTold } from './Identities.tsx';
import type { RightHolders } from './rights.ts';
import type { ApplicationRow } from './rows.ts';

interface Line {
  readonly level: 'application' | 'pipeline';
  readonly application: string;
  readonly right: string;
  readonly who: string;
  readonly rule: string;
}

const columns: CsvColumns<Line> = [
  ['level', ({ level }) => level],
  ['application', ({ application }) => application],
  ['right', ({ right }) => right],
  ['who', ({ who }) => who],
  ['through', ({ rule }) => rule],
];

/** A line for each role that has a right, and for each thing that an automatic identity reaches. */
export function accessCsv(rows: readonly ApplicationRow[], reaches: readonly IdentityReach[] = []): string {
  const [first] = rows;
  return csvText(columns, [
    ...rows.flatMap(({ name, rights }) => rights().flatMap((holders) => linesOf(name, holders))),
    ...reaches.flatMap((reach) => reachLines(first?.name ?? '', reach)),
  ]);
}

function linesOf(application: string, { right, who, why }: RightHolders): readonly Line[] {
  const line = (holder: string, rule: string): Line => ({
    level: 'application',
    application,
    right,
    who: holder,
    rule,
  });
  if (who === undefined) return [line('not known', why)];
  if (who === 'everyone') return [line('everyone', why)];
  return who.length === 0 ? [line('admins only', why)] : who.map(({ role, by }) => line(role, by));
}

function reachLines(application: string, reach: IdentityReach): readonly Line[] {
  const line = (right: string, rule: string): Line => ({
    ...{ level: 'pipeline', application, right, who: identityTold(reach), rule },
  });
  return [
    line('roles', rolesTold(reach)),
    line('starts pipelines', executesTold(reach.executes)),
    line('changes accounts', writesTold(reach)),
  ];
}
