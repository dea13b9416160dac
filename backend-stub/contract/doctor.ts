/** What is looked at, from Deck to the cluster. Each has a file in backend-stub/doctor, but those of the browser. */
export const checkNames = [
  'configuration',
  'plugin release',
  'plugin manifest',
  'plugin bundle',
  'plugin in this page',
  'Gate profile',
  'Gate proxy',
  'webhook listed',
  'webhook keys',
  'webhook permissions',
  'stage entry',
  'URL rules',
  'allowed requests',
  'credential',
  'read identity',
  'Fiat',
  'Front50',
  'Clouddriver',
  'database',
  'account rights',
  'Argo Rollouts',
  'people listener',
  'saved stages',
  'saved webhooks',
] as const;
export type CheckName = (typeof checkNames)[number];

interface Found {
  readonly check: CheckName;
  /** One of several of its kind: an account, a pipeline, a key. */
  readonly about?: string;
  /** Whole; never with a credential, nor with an address that somebody else's webhook stands at. */
  readonly sentence: string;
}

/**
 * `unknown`: it could not be told, and the sentence says what it needs. `note`: it is to be known, and is no trouble; or nobody can tell
 * it from where the service runs, with the rights that it is to have.
 */
export const verdicts = ['ok', 'wrong', 'unknown', 'note'] as const;

export type Finding =
  | (Found & { readonly verdict: 'ok' })
  | (Found & {
      readonly verdict: 'wrong';
      /** The line to change, or what to do, as one sentence. */
      readonly change: string;
    })
  | (Found & { readonly verdict: 'unknown' })
  | (Found & { readonly verdict: 'note' });

/** `GET /v1/doctor`, for admins, and what `gennaker doctor --json` prints. */
export interface DoctorReport {
  readonly version: string;
  readonly findings: readonly Finding[];
}

function of(findings: readonly Finding[], verdict: Finding['verdict']): readonly Finding[] {
  return findings.filter((one) => one.verdict === verdict);
}

export function countOf(findings: readonly Finding[], verdict: Finding['verdict']): number {
  return of(findings, verdict).length;
}

/** How many are wrong, and how many could not be told. */
export function countWords(findings: readonly Finding[]): string {
  const [wrong, unknown, note, ok] = (['wrong', 'unknown', 'note', 'ok'] as const).map((one) => countOf(findings, one));
  const noted = note === 0 ? '' : `${note} to be known, `;
  return `${wrong} wrong, ${unknown} could not be told, ${noted}${ok} in order`;
}

const marks: Readonly<Record<Finding['verdict'], string>> = {
  ok: 'ok     ',
  wrong: 'WRONG  ',
  unknown: 'unknown',
  note: 'note   ',
};

/** For a terminal and for a ticket: what is wrong first, then what could not be told. */
export function doctorText({ version, findings }: DoctorReport): string {
  const inOrder = (['wrong', 'unknown', 'note', 'ok'] as const).flatMap((verdict) => of(findings, verdict));
  return [`Gennaker ${version}: ${countWords(findings)}.`, '', ...inOrder.map(lineOf)].join('\n');
}

function lineOf(finding: Finding): string {
  const about = finding.about === undefined ? '' : ` (${finding.about})`;
  const line = `${marks[finding.verdict]}  ${finding.check}${about}: ${finding.sentence}`;
  return finding.verdict === 'wrong' ? `${line}\n         Change: ${finding.change}` : line;
}
