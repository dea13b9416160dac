import { isDnsLabel } from '../contract/parse-deployment.ts';
import { problem } from '../contract/refusal.ts';
import type { Place, Problem } from '../contract/refusal.ts';

export type Where = (path?: readonly (string | number)[]) => Place;

/** Longest name of an object: a DNS subdomain (RFC 1123). */
export const nameLimit = 253;

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** RBAC names may be nearly anything that fits into one segment of a URL: k8s.io/apimachinery/pkg/api/validation/path. */
const pathNamed: ReadonlySet<string> = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);

/** Checked here and not left to the API server, since these texts become parts of its URLs. */
export function nameProblems(
  kind: string,
  metadata: Readonly<Record<string, unknown>>,
  where: Where,
): readonly Problem[] {
  const { name, namespace } = metadata;
  const problems: Problem[] = [];
  if ('generateName' in metadata)
    problems.push(
      problem(
        where(['metadata', 'generateName']),
        `The ${kind} has a generateName; give it a name, so that the next deployment finds it again.`,
      ),
    );
  else if (!isName(kind, name)) problems.push(problem(where(['metadata', 'name']), nameSentence(kind, name)));
  if (namespace !== undefined && namespace !== null && !(typeof namespace === 'string' && isDnsLabel(namespace)))
    problems.push(
      problem(
        where(['metadata', 'namespace']),
        `The namespace of the ${kind} is no DNS label: text of 1 to 63 lower-case letters, digits and "-".`,
      ),
    );
  return problems;
}

function isName(kind: string, name: unknown): name is string {
  if (typeof name !== 'string' || name === '' || name.length > nameLimit) return false;
  return pathNamed.has(kind) ? name !== '.' && name !== '..' && !/[/%]/.test(name) : subdomain.test(name);
}

function nameSentence(kind: string, name: unknown): string {
  if (name === undefined || name === null || name === '') return `The ${kind} has no metadata.name.`;
  if (typeof name !== 'string')
    return `The name of the ${kind} must be text, and reads as a ${typeof name}; put it in quotes.`;
  return pathNamed.has(kind)
    ? `The name of the ${kind} must not be "." or ".." nor hold "/" or "%".`
    : `The name of the ${kind} must be a DNS name: at most ${nameLimit} lower-case letters, digits, "-" and ".".`;
}
