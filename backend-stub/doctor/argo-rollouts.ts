import type { Finding } from '../contract/doctor.ts';
import { note, ok, unknown, wrong } from './finding.ts';
import type { Look } from './look.ts';

const check = 'Argo Rollouts';

/** The line that docs/install.md is tested with. */
const tested = '1.10';

/** Of one cluster: whether it serves Rollouts, and with which images its controller runs, where that may be read. */
export interface RolloutsSeen {
  readonly served: boolean;
  readonly images: Look<readonly string[]>;
}

export function judgeArgoRollouts(account: string, look: Look<RolloutsSeen>): readonly Finding[] {
  const about = { about: account };
  if (look.kind === 'unasked') return [unknown(check, look.why, about)];
  if (look.kind === 'unanswered')
    return [
      wrong(check, {
        sentence: look.why,
        change: `gennaker.yaml, accounts, ${account}: its kubeconfig or server, token and authority.`,
        ...about,
      }),
    ];
  const { served, images } = look.seen;
  if (!served)
    return [
      wrong(check, {
        sentence: `The cluster of ${account} serves no Rollouts.`,
        change: `Install Argo Rollouts there: its definitions and its controller.`,
        ...about,
      }),
    ];
  return [versionFinding(account, images)];
}

function versionFinding(account: string, images: Look<readonly string[]>): Finding {
  const about = { about: account };
  const command = 'kubectl -n argo-rollouts get deployment argo-rollouts -o wide';
  // By the rights that it is to have, it reads nothing in the namespace of that controller.
  if (images.kind !== 'seen')
    return note(
      check,
      `The cluster of ${account} serves Rollouts; which version works on them the service may not read: ${command}.`,
      about,
    );
  const versions = images.seen.map(versionIn).filter((version) => version !== undefined);
  const [first] = versions;
  if (first === undefined)
    return unknown(
      check,
      `No controller of Argo Rollouts was found on ${account} in namespace argo-rollouts: ${command}.`,
      about,
    );
  if (first.startsWith(`${tested}.`)) return ok(check, `The cluster of ${account} runs Argo Rollouts ${first}.`, about);
  return unknown(
    check,
    `The cluster of ${account} runs Argo Rollouts ${first}, and Gennaker is tested with ${tested}: what differs nobody has looked at.`,
    about,
  );
}

function versionIn(image: string): string | undefined {
  return /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1];
}
