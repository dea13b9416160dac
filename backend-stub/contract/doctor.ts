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

/** `unknown`: it could not be told, and the sentence says why. */
export type Finding =
  | (Found & { readonly verdict: 'ok' })
  | (Found & {
      readonly verdict: 'wrong';
      /** The line to change, or what to do, as one sentence. */
      readonly change: string;
    })
  | (Found & { readonly verdict: 'unknown' });

/** `GET /v1/doctor`, for admins, and what `gennaker doctor --json` prints. */
export interface DoctorReport {
  readonly version: string;
  readonly findings: readonly Finding[];
}

/** As a sentence counts them: how many are wrong, and how many could not be told. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<Finding['verdict'], number>> {
  const count = (verdict: Finding['verdict']): number => findings.filter((one) => one.verdict === verdict).length;
  return { ok: count('ok'), wrong: count('wrong'), unknown: count('unknown') };
}

const marks: Readonly<Record<Finding['verdict'], string>> = { ok: 'ok     ', wrong: 'WRONG  ', unknown: 'unknown' };

/** For a terminal and for a ticket: what is wrong first, then what could not be told. */
export function doctorText({ version, findings }: DoctorReport): string {
  const inOrder = (['wrong', 'unknown', 'ok'] as const).flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict),
  );
  const { ok, wrong, unknown } = countsOf(findings);
  const head = `Gennaker ${version}: ${wrong} wrong, ${unknown} could not be told, ${ok} in order.`;
  return [head, '', ...inOrder.map(lineOf)].join('\n');
}

function lineOf(finding: Finding): string {
  const about = finding.about === undefined ? '' : ` (${finding.about})`;
  const line = `${marks[finding.verdict]}  ${finding.check}${about}: ${finding.sentence}`;
  return finding.verdict === 'wrong' ? `${line}\n         Change: ${finding.change}` : line;
}
