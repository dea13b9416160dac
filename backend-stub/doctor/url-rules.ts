import { isIP } from 'node:net';
import type { Finding } from '../contract/doctor.ts';
import { at, isRecord, listAt, recordAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import { profileWith } from './profiles.ts';
import type { Profiles } from './profiles.ts';

const check = 'URL rules';
const key = 'user-configured-url-restrictions';

/** Orca's `user-configured-url-restrictions`, as far as they are about names. */
export interface UrlRules {
  readonly excludedDomains: readonly string[];
  readonly rejectVerbatimIps: boolean;
  readonly rejectLocalhost: boolean;
  /** As Java matches it: the whole host. */
  readonly allowedHostnames: RegExp;
}

/** As they are where nothing is configured. */
export const defaultUrlRules: UrlRules = {
  excludedDomains: ['spinnaker', 'local', 'localdomain', 'internal'],
  rejectVerbatimIps: true,
  rejectLocalhost: true,
  allowedHostnames: /^.*\..+$/,
};

/** Why Orca would not call an address, as what follows "Orca calls no"; undefined when it would. Names are not resolved. */
export function urlRuleProblem(address: string, rules: UrlRules = defaultUrlRules): string | undefined {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host === '::1' || host.startsWith('127.'))
    return rules.rejectLocalhost ? 'addresses of its own machine: give a name' : undefined;
  if (isIP(host) !== 0) return rules.rejectVerbatimIps ? 'bare addresses: give a name' : undefined;
  return nameProblem(host, rules);
}

function nameProblem(host: string, { excludedDomains, allowedHostnames }: UrlRules): string | undefined {
  const domain = excludedDomains.find((one) => host.endsWith(`.${one}`));
  if (domain !== undefined) return `names that end in .${domain}`;
  if (allowedHostnames.test(host)) return undefined;
  return host.includes('.')
    ? 'names that its allowedHostnamesRegex leaves out'
    : `names without a dot, such as ${host}`;
}

/** Of the service's own address, by which Orca calls it. */
export function judgeUrlRules(orca: Profiles, publicUrl: string | undefined): readonly Finding[] {
  if (publicUrl === undefined || !URL.canParse(publicUrl))
    return [unknown(check, 'The configuration of the service does not say how Orca reaches it (publicUrl).')];
  const profile = profileWith(orca, key);
  const rules = rulesIn(at(profile?.value, key));
  if (rules === undefined)
    return [unknown(check, `${profile?.place([key, 'allowedHostnamesRegex'])} can only be understood by Java.`)];
  const problem = urlRuleProblem(publicUrl, rules);
  if (problem === undefined)
    return [ok(check, `Orca may call ${publicUrl}${profile === undefined ? ', by its own rules' : ''}.`)];
  if (orca.profiles.length === 0)
    return [
      unknown(
        check,
        `By its own rules Orca calls no ${problem}, and publicUrl is ${publicUrl}. Whether yours says otherwise stands in its file: --orca-file.`,
      ),
    ];
  return [
    wrong(check, {
      sentence: `Orca never calls ${publicUrl}: it calls no ${problem}.`,
      change: `gennaker.yaml, publicUrl, and orca-local.yml, url and cancelEndpoint of the webhook: a name like http://gennaker.gennaker.svc:8081.`,
    }),
  ];
}

/** Undefined where an expression is of a kind that only Java knows. */
function rulesIn(written: unknown): UrlRules | undefined {
  if (!isRecord(written)) return defaultUrlRules;
  const flag = (name: string): boolean => at(written, name) !== false;
  const excluded = listAt(written, 'excludedDomains').filter((one) => typeof one === 'string');
  const expression = recordAt(written)['allowedHostnamesRegex'];
  try {
    return {
      excludedDomains: Array.isArray(at(written, 'excludedDomains')) ? excluded : defaultUrlRules.excludedDomains,
      rejectVerbatimIps: flag('rejectVerbatimIps'),
      rejectLocalhost: flag('rejectLocalhost'),
      allowedHostnames:
        typeof expression === 'string' ? new RegExp(`^(?:${expression})$`) : defaultUrlRules.allowedHostnames,
    };
  } catch {
    return undefined;
  }
}
