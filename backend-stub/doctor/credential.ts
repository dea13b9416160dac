import { bearerTokenProblem } from '../access/bearer-token.ts';
import type { Finding } from '../contract/doctor.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { HttpAnswer, Look } from './look.ts';

const check = 'credential';

/** What Orca will show, as it stands in its Secret: with whatever stands around it. */
export type OrcasToken = Look<string>;

/** A status that nobody was given: what is asked for is whether the bearer opens the door. */
export const credentialPath = '/v1/deployments/0/status';

export interface CredentialLooks {
  /** The listener for Orca, called by the name by which Orca calls it, with our first bearer. */
  readonly service: Look<HttpAnswer>;
  readonly orcasToken: OrcasToken;
  readonly bearers: readonly string[];
}

export function judgeCredential({ service, orcasToken, bearers }: CredentialLooks): readonly Finding[] {
  return [serviceFinding(service), tokenFinding(orcasToken, bearers)];
}

function serviceFinding(look: Look<HttpAnswer>): Finding {
  const about = { about: 'publicUrl' };
  if (look.kind === 'unasked') return unknown(check, look.why, about);
  if (look.kind === 'unanswered')
    return unknown(
      check,
      `Nobody answers at publicUrl from here: ${look.why}. Where only Orca may call it, that is as it should be; run the command beside Orca.`,
      about,
    );
  switch (look.seen.status) {
    case 404:
    case 200:
      return ok(check, 'The listener for Orca takes the bearer, at publicUrl.', about);
    case 401:
      return wrong(check, {
        sentence: 'The service that runs at publicUrl does not take the bearer of this configuration.',
        change: 'gennaker.yaml, orca.bearerFiles: the same files in all replicas.',
        ...about,
      });
    default:
      return wrong(check, {
        sentence: `At publicUrl something answers ${look.seen.status} where the listener for Orca should.`,
        change: 'gennaker.yaml, publicUrl: the listener for Orca, and not the one for people.',
        ...about,
      });
  }
}

/** Told by comparison, and nothing of either is said. */
function tokenFinding(look: OrcasToken, bearers: readonly string[]): Finding {
  const about = { about: "Orca's token" };
  if (look.kind !== 'seen') return unknown(check, look.why, about);
  const token = look.seen;
  const [file, change] = ['GENNAKER_ORCA_TOKEN of Orca', 'The Secret that Orca reads as GENNAKER_ORCA_TOKEN'];
  if (/^\$\{/.test(token) || token === '')
    return wrong(check, {
      sentence: `${file} is empty or was never put in.`,
      change: `${change}: the bearer itself.`,
      ...about,
    });
  if (token !== token.trim())
    return wrong(check, {
      sentence: `${file} has a line end or a space around it, which breaks the header: Orca can call nobody with it.`,
      change: `${change}: without the line end (openssl rand -hex 24 | tr -d '\\n').`,
      ...about,
    });
  const problem = bearerTokenProblem(token);
  if (problem !== undefined) return wrong(check, { sentence: `${file} ${problem}.`, change: `${change}.`, ...about });
  if (!bearers.includes(token))
    return wrong(check, {
      sentence: `${file} is none of the bearers of the service, which refuses every call of Orca.`,
      change: `gennaker.yaml, orca.bearerFiles, or ${change}: the same in both.`,
      ...about,
    });
  return ok(check, 'Orca has a bearer that the service takes.', about);
}
