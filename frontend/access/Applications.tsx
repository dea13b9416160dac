import React, { useCallback, useMemo } from 'react';
import { sortedBy, wordsAt, type Written } from '../view/address.ts';
import { Filters } from '../view/form/Filters.tsx';
import { ApplicationsTable } from './ApplicationsTable.tsx';
import { accessCsv } from './csv.ts';
import { ExportButton } from './ExportButton.tsx';
import type { Instance } from './instance.ts';
import {
  addressKeys,
  readLook,
  shownRows,
  type Address,
  type ApplicationRow,
  type Look,
  type SortKey,
} from './rows.ts';

export interface ApplicationsProps {
  readonly rows: readonly ApplicationRow[];
  readonly instance: Instance | undefined;
  readonly address: Written;
  readonly onAddress: (address: Address) => void;
  readonly chosen: string;
}

const noProjects: Instance['projects'] = new Map();

/** All applications that somebody may read, or those of a project, and who may what on each. */
export function Applications({ rows, instance, address, onAddress, chosen }: ApplicationsProps): JSX.Element {
  const look = useMemo(() => readLook(address), [address]);
  const projects = instance?.projects ?? noProjects;
  const shown = useMemo(() => shownRows(rows, look, projects), [rows, look, projects]);
  const change = useCallback(
    (next: Address) => onAddress(wordsAt(addressKeys, { ...address, ...next })),
    [address, onAddress],
  );
  const onChoose = useCallback((application: string) => change({ application }), [change]);
  const onSort = useCallback((key: SortKey) => change({ sort: sortedBy(key, look) }), [change, look]);
  return (
    <>
      <Finding look={look} projects={projects} onChange={change} />
      <p role="status">
        {shown.length} of {rows.length} applications that you may read
      </p>
      <ApplicationsTable rows={shown} {...{ look, chosen, onSort, onChoose }} />
      <ExportButton about={look.project === '' ? 'applications' : look.project} text={() => accessCsv(shown)} />
    </>
  );
}

const onlyOptions = [
  ['', 'All'],
  ['open', 'Open to everyone'],
  ['admins', 'Something for admins only'],
] as const;

interface FindingProps {
  readonly look: Look;
  readonly projects: Instance['projects'];
  readonly onChange: (address: Address) => void;
}

function Finding({ look, projects, onChange }: FindingProps): JSX.Element {
  const ofProjects = [['', 'All'] as const, ...[...projects.keys()].sort().map((name) => [name, name] as const)];
  return (
    <Filters
      find={{ label: 'Application or role', value: look.find, onChange: (find) => onChange({ find }) }}
      filters={[
        {
          ...{ label: 'Project', value: look.project, options: ofProjects, unknown: `${look.project} (not found)` },
          onChoose: (project) => onChange({ project }),
        },
        {
          ...{ label: 'Show', value: look.only ?? '', options: onlyOptions, unknown: 'All' },
          onChoose: (only) => onChange({ only }),
        },
      ]}
    />
  );
}
