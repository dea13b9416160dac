import type { Finding } from '../contract/doctor.ts';
import { note, ok, unknown, wrong } from './finding.ts';
import type { Look } from './look.ts';
import { refusalChange } from './database-refusal.ts';

const check = 'database';
const tested = 15;
/** The first with `sha256`, by which records of the audit are chained. */
const oldest = 11;

/** What a connection as the service makes it tells of the database. */
export interface DatabaseSeen {
  /** `server_version_num`: 150018. */
  readonly version: number;
  /** A standby, or a database or user that was made read-only. */
  readonly isReadOnly: boolean;
  readonly traffic: 'on this machine' | 'in clear' | 'of an unverified server' | 'encrypted';
  /** Undefined where the user may not read which were run. */
  readonly migrations:
    | {
        /** None was run: no tables yet. */
        readonly isEmpty: boolean;
        /** To be run at the next start. */
        readonly missing: readonly string[];
        /** Of a later version. */
        readonly unknown: readonly string[];
      }
    | undefined;
  /** Where tables are made. */
  readonly mayCreate: boolean;
  /** Tables of ours, by what the user may not do with them. */
  readonly closed: readonly string[];
  readonly foreign: readonly string[];
}

/** It did not let the service in; `code` is that of PostgreSQL, of the system or of TLS. */
export interface DatabaseRefusal {
  readonly code: string | undefined;
  /** Without a full stop. */
  readonly why: string;
}

/** `in this process`: there is none, as on the playground. */
export type DatabaseLook = Look<DatabaseSeen | DatabaseRefusal | 'in this process'>;

/** Of where the service keeps its deployments: without it, it does not start, and a stage that runs waits. */
export function judgeDatabase(look: DatabaseLook): readonly Finding[] {
  if (look.kind !== 'seen') return [unknown(check, look.why)];
  const { seen } = look;
  if (seen === 'in this process')
    return [note(check, 'This service keeps its deployments in its own process, and has no database.')];
  if ('why' in seen)
    return [
      wrong(check, { sentence: `The database does not let the service in: ${seen.why}.`, change: refusalChange(seen) }),
    ];
  return [serverFinding(seen), ...trafficFindings(seen), ...tablesFindings(seen), ...rightsFindings(seen)];
}

function serverFinding({ version, isReadOnly }: DatabaseSeen): Finding {
  const about = { about: 'server' };
  const major = Math.floor(version / 10_000);
  if (major < oldest)
    return wrong(check, {
      sentence: `It is PostgreSQL ${major}, and the tables need ${oldest} or later.`,
      change: `gennaker.yaml, postgres.urlFile: a server of PostgreSQL ${tested}, with which Gennaker is tested.`,
      ...about,
    });
  if (isReadOnly)
    return wrong(check, {
      sentence: 'It takes no writes: it is a standby, or was made read-only.',
      change:
        'gennaker.yaml, postgres.urlFile: the host of the primary; or default_transaction_read_only of the database or its user: off.',
      ...about,
    });
  if (major === tested) return ok(check, `PostgreSQL ${major} takes the user and the password.`, about);
  return note(check, `PostgreSQL ${major} takes the user and the password; Gennaker is tested with ${tested}.`, about);
}

/** Not wrong by itself: what keeps others from the wire may be the network. */
function trafficFindings({ traffic }: DatabaseSeen): readonly Finding[] {
  const about = { about: 'TLS' };
  const verified = 'with ?sslmode=verify-full behind the name of the database in postgres.urlFile';
  switch (traffic) {
    case 'on this machine':
      return [];
    case 'encrypted':
      return [ok(check, 'What goes to the database is encrypted, and its certificate is looked at.', about)];
    case 'in clear':
      return [
        note(check, `What goes to the database is not encrypted; it is ${verified}, where the server has TLS.`, about),
      ];
    case 'of an unverified server':
      return [note(check, `Nobody looks at the certificate of the database; it is looked at ${verified}.`, about)];
  }
}

function tablesFindings({ migrations }: DatabaseSeen): readonly Finding[] {
  // The rights say that it may not be read.
  if (migrations === undefined) return [];
  const about = { about: 'tables' };
  const { isEmpty, missing, unknown: later } = migrations;
  if (later.length > 0)
    return [
      wrong(check, {
        sentence: `Its tables are of a later version, whose ${later.join(', ')} this one does not know: it does not start on them, and changes nothing.`,
        change: 'The image or package of the service: that later version again; or the backup from before it.',
        ...about,
      }),
    ];
  if (isEmpty) return [ok(check, 'It has no tables yet: the first start makes them.', about)];
  if (missing.length === 0) return [ok(check, 'Its tables are those of this version.', about)];
  const sentence = `Its tables are of an earlier version: the next start brings them up to date (${missing.join(', ')}).`;
  return [ok(check, sentence, about)];
}

const owner = (tables: readonly string[]): string =>
  `As an administrator of PostgreSQL: alter table … owner to the user of the service, for ${inWords(tables)}.`;

function rightsFindings({ mayCreate, closed, foreign }: DatabaseSeen): readonly Finding[] {
  const about = { about: 'rights' };
  const others = foreign.filter((name) => !closed.includes(name));
  const problems = [
    ...(mayCreate
      ? []
      : [{ sentence: 'Its user may make no tables, as the first start and upgrades do.', change: mayNotCreate }]),
    ...(closed.length === 0
      ? []
      : [{ sentence: `Its user may not read and write ${inWords(closed)}.`, change: owner(closed) }]),
    ...(others.length === 0
      ? []
      : [{ sentence: `Another user owns ${inWords(others)}: no upgrade can change them.`, change: owner(others) }]),
  ];
  if (problems.length === 0) return [ok(check, 'Its user may do there what the service needs.', about)];
  return problems.map((problem) => wrong(check, { ...problem, ...about }));
}

const mayNotCreate =
  'As an administrator of PostgreSQL: alter database … owner to the user of the service; or grant create on schema … to it.';

function inWords(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}
