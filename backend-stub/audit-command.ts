import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ArchiveJudge, recordLine, segmentLine } from './audit/archive.ts';
import { ChainJudge } from './audit/chain-judge.ts';
import { noHash } from './audit/chain.ts';
import type { ChainedRow, Finding, Link } from './audit/chain.ts';
import { publicKeyOf, readSegment } from './audit/segments.ts';
import { loadAuditSource } from './config.ts';
import type { AuditHead, AuditLedger } from './audit/ledger.ts';
import { openAuditLedger } from './store/postgres.ts';

export const auditUsage = `  gennaker audit verify --config FILE [--public-key FILE]
                                  read every chain of the audit and name the first row that was changed, is missing or was
                                  moved; ends with 0: none, 1: one, or that is not known
  gennaker audit verify --archive FILE --public-key FILE
                                  the same for an archived segment, without a database
  gennaker audit export --config FILE --tenant TENANT [--segment NUMBER]
                                  write a sealed segment (the latest one) as NDJSON, with its signature as the last line`;

export type AuditArguments =
  | { readonly kind: 'verify'; readonly config: string; readonly publicKey: string | undefined }
  | { readonly kind: 'verify-archive'; readonly archive: string; readonly publicKey: string }
  | { readonly kind: 'export'; readonly config: string; readonly tenant: string; readonly segment: number | undefined }
  | { readonly kind: 'misused'; readonly why: string };

/** What was named can not be read, or is not there. */
export class AuditUnreadable extends Error {
  override readonly name = 'AuditUnreadable' as const;
}

type Tell = (line: string) => void;

const options = {
  config: { type: 'string' },
  archive: { type: 'string' },
  'public-key': { type: 'string' },
  tenant: { type: 'string' },
  segment: { type: 'string' },
} as const;

export function readAuditArguments([command, ...words]: readonly string[]): AuditArguments {
  try {
    const { values } = parseArgs({ args: [...words], options });
    const told =
      command === 'verify' ? verifyArguments(values) : command === 'export' ? exportArguments(values) : undefined;
    return (
      told ?? { kind: 'misused', why: 'An audit is verified or exported, and one of the words for that is missing.' }
    );
  } catch (error) {
    return { kind: 'misused', why: error instanceof Error ? error.message : 'The words can not be read.' };
  }
}

type Values = Partial<Record<keyof typeof options, string>>;

function verifyArguments({ config, archive, 'public-key': publicKey }: Values): AuditArguments | undefined {
  if (config !== undefined) return archive === undefined ? { kind: 'verify', config, publicKey } : undefined;
  if (archive === undefined || publicKey === undefined) return undefined;
  return { kind: 'verify-archive', archive, publicKey };
}

function exportArguments({ config, tenant, segment }: Values): AuditArguments | undefined {
  if (config === undefined || tenant === undefined || !isSegment(segment)) return undefined;
  return { kind: 'export', config, tenant, segment: segment === undefined ? undefined : Number(segment) };
}

function isSegment(text: string | undefined): boolean {
  return text === undefined || /^[1-9]\d{0,8}$/.test(text);
}

/** Says the code to exit with. */
export async function auditCommand(told: Exclude<AuditArguments, { kind: 'misused' }>, tell: Tell): Promise<number> {
  switch (told.kind) {
    case 'verify':
      return verifyDatabase(told, tell);
    case 'verify-archive':
      return verifyArchive(told, tell);
    case 'export':
      return exportSegment(told, tell);
  }
}

async function verifyDatabase(
  { config, publicKey }: { readonly config: string; readonly publicKey: string | undefined },
  tell: Tell,
): Promise<number> {
  const { databaseUrl, audit } = loadAuditSource(config);
  const configured = audit === undefined ? undefined : publicKeyOf(audit.signingKey);
  const key = publicKey === undefined ? configured : readPublicKey(publicKey);
  const { ledger, close } = openAuditLedger(databaseUrl);
  try {
    const began = performance.now();
    const { rows, tenants, findings } = await verifyChains(ledger, key);
    const seconds = (performance.now() - began) / 1000;
    for (const { sentence } of findings) tell(sentence);
    if (key === undefined) tell('Signatures were not looked at: there is no key.');
    tell(`${rows} rows of ${tenants} tenants in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second.`);
    if (findings.length === 0) tell('Every row is as it was written down.');
    return findings.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

export interface Verified {
  readonly rows: number;
  readonly tenants: number;
  /** The first of each chain. */
  readonly findings: readonly Finding[];
}

export async function verifyChains(ledger: AuditLedger, publicKey: KeyObject | undefined): Promise<Verified> {
  const findings: Finding[] = [];
  let rows = 0;
  const heads = await ledger.heads();
  const tenants = await ledger.tenants();
  for (const tenant of tenants) {
    const judge = new ChainJudge({
      tenant,
      head: headOf(tenant, heads),
      segments: await ledger.segments(tenant),
      publicKey,
    });
    for await (const page of pagesOf(ledger, tenant)) {
      for (const row of page) judge.take(row);
      rows += page.length;
      if (judge.finding !== undefined) break;
    }
    const finding = judge.end(headOf(tenant, await ledger.heads()));
    if (finding !== undefined) findings.push(finding);
  }
  return { rows, tenants: tenants.length, findings };
}

/** Where nothing is known of a chain, nothing was written. */
function headOf(tenant: string, heads: readonly AuditHead[]): Link {
  return heads.find((head) => head.tenant === tenant) ?? { sequence: 0, hash: noHash };
}

const rowsAtOnce = 2000;

/** The next page is asked for before the one before it is judged: two are in memory. */
async function* pagesOf(ledger: AuditLedger, tenant: string): AsyncGenerator<readonly ChainedRow[]> {
  let next: Promise<readonly ChainedRow[]> | undefined = ledger.rows({ tenant, after: 0, most: rowsAtOnce });
  while (next !== undefined) {
    const page: readonly ChainedRow[] = await next;
    const last = page.at(-1);
    next = last === undefined ? undefined : ledger.rows({ tenant, after: last.sequence, most: rowsAtOnce });
    // Thrown when it is waited for; nobody waits for it behind a finding.
    next?.catch(() => undefined);
    yield page;
  }
}

async function verifyArchive(
  { archive, publicKey }: { readonly archive: string; readonly publicKey: string },
  tell: Tell,
): Promise<number> {
  const judge = new ArchiveJudge(readPublicKey(publicKey));
  for await (const line of linesIn(archive)) judge.take(line);
  const verdict = judge.end();
  tell(verdict.kind === 'whole' ? `${verdict.name} is as it was written down and signed.` : verdict.sentence);
  return verdict.kind === 'whole' ? 0 : 1;
}

/** By line feeds alone: from Node 24 on its readline ends a line at U+2028 too, which may stand in a record. */
async function* linesIn(file: string): AsyncGenerator<string> {
  let unfinished = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const [first = '', ...others] = String(chunk).split('\n');
    unfinished += first;
    for (const line of others) {
      yield unfinished;
      unfinished = line;
    }
  }
  if (unfinished !== '') yield unfinished;
}

async function exportSegment(
  {
    config,
    tenant,
    segment,
  }: { readonly config: string; readonly tenant: string; readonly segment: number | undefined },
  tell: Tell,
): Promise<number> {
  const { ledger, close } = openAuditLedger(loadAuditSource(config).databaseUrl);
  try {
    const segments = await ledger.segments(tenant);
    const signed = segments[(segment ?? segments.length) - 1];
    if (signed === undefined)
      throw new AuditUnreadable(
        `Of tenant ${tenant} there is no sealed segment ${segment ?? ''}`.trim() + `; there are ${segments.length}.`,
      );
    const read = readSegment(signed, undefined);
    if (read.kind === 'broken') throw new AuditUnreadable(read.sentence);
    let { first: next } = read.statement;
    while (next <= read.statement.last) {
      const most = Math.min(rowsAtOnce, read.statement.last - next + 1);
      const rows = await ledger.rows({ tenant, after: next - 1, most });
      for (const row of rows) tell(recordLine(row));
      if (rows.length === 0) throw new AuditUnreadable(`Row ${next} of tenant ${tenant} is missing.`);
      next = (rows.at(-1)?.sequence ?? next) + 1;
    }
    tell(segmentLine(signed));
    return 0;
  } finally {
    await close();
  }
}

function readPublicKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AuditUnreadable(`${file} holds no public key.`, { cause });
  }
}
