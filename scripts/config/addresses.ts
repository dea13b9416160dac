import { urlRuleProblem } from '../../backend-stub/doctor/url-rules.ts';

/** Why Orca would not call a service at this address, as what follows its name in a sentence; undefined when it would. */
export function orcaAddressProblem(address: string): string | undefined {
  const problem = originProblem(address);
  if (problem !== undefined) return problem;
  const why = urlRuleProblem(address);
  return why === undefined ? undefined : `is ${address}, and Orca calls no ${why}`;
}

/** Scheme, host and port, and nothing more: paths are ours to add. */
export function originProblem(address: string): string | undefined {
  const problem = httpProblem(address);
  if (problem !== undefined) return problem;
  return new URL(address).origin === address
    ? undefined
    : `is ${address}, and must be like http://name.namespace.svc:8081`;
}

/** A folder: what is looked up there is looked up beside the last slash. */
export function folderProblem(address: string): string | undefined {
  if (!/^(https?|file):\/\//.test(address) || !URL.canParse(address))
    return `is ${address}, and must begin with http://, https:// or file://`;
  return address.endsWith('/')
    ? undefined
    : `is ${address}, and must end in a slash: plugins.json is looked up beside it`;
}

/** Orca compares the beginning of an address as text. */
export function prefixProblem(prefix: string): string | undefined {
  const problem = httpProblem(prefix);
  if (problem !== undefined) return problem;
  // Without a slash, what follows could still be a port, a longer name, or `@elsewhere`.
  if (/^https?:\/\/[^/?#]+\//.test(prefix)) return undefined;
  return `is ${prefix}, and must have a slash after the host: else ${prefix}@elsewhere/ would pass too`;
}

function httpProblem(address: string): string | undefined {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    return `is ${address}, and must be an address that begins with http:// or https://`;
  const { username, password } = new URL(address);
  return `${username}${password}` === '' ? undefined : 'must not hold the name or password of somebody';
}
