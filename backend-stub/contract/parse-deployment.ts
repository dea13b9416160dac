import { endPolicies, outsidePromotionPolicies, stallPolicies, workloadForms } from './deployment.ts';
import type { DeploymentConfiguration, Target } from './deployment.ts';
import { expressionsIn, holdsExpression } from './expressions.ts';
import { parseManifest } from './parse-manifest.ts';
import { parseNotifications } from './parse-notifications.ts';
import { parseSteps } from './parse-steps.ts';
import {
  complain,
  describe,
  inside,
  notBuilt,
  readChoice,
  readFields,
  readFlag,
  readList,
  readText,
} from './reading.ts';
import type { Field, Fields } from './reading.ts';
import type { Problem } from './refusal.ts';
import type { CanaryStep } from './steps.ts';

export type ParsedDeployment =
  | { readonly kind: 'valid'; readonly deployment: DeploymentConfiguration }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

const keys = {
  built: [
    ...['targets', 'manifest', 'strategy', 'workload', 'takeOwnership'],
    ...['ifInProgress', 'onFailure', 'onCancel', 'onStall', 'onOutsidePromotion', 'notifications'],
  ],
  /** Known, but only with the value that changes nothing. */
  neutral: ['requiredArtifactIds', 'requiredArtifacts'],
};

/**
 * Reads what stands under the stage's one key `deployment`. Every problem is listed, each with its path and what is
 * allowed there; keys that are decided but not built are refused by name. Never throws.
 */
export function parseDeployment(input: unknown): ParsedDeployment {
  const problems: Problem[] = [];
  const field: Field = { value: input, path: 'deployment', problems };
  const fields = readFields(field, { built: [...keys.built, ...keys.neutral] });
  const deployment = fields === undefined ? undefined : readDeployment(field, fields);
  return deployment === undefined || problems.length > 0
    ? { kind: 'invalid', problems }
    : { kind: 'valid', deployment };
}

function readDeployment(field: Field, fields: Fields): DeploymentConfiguration | undefined {
  const at = (key: string): Field => inside(field, fields, key);
  const target = readTarget(at('targets'));
  const manifest = parseManifest(at('manifest'));
  const steps = readStrategy(at('strategy'));
  const workload = readChoice(at('workload'), { words: workloadForms, otherwise: 'rollout' });
  const ifInProgress = readChoice(at('ifInProgress'), {
    words: ['reject'],
    planned: ['wait', 'supersede'],
    otherwise: 'reject',
  });
  const policies = readPolicies(at);
  const takeOwnership = readFlag(at('takeOwnership'));
  const notifications = parseNotifications(at('notifications'));
  for (const key of keys.neutral) refuseUnlessNeutral(at(key), key);
  if (target === undefined || manifest === undefined || steps === undefined || workload === undefined) return undefined;
  if (ifInProgress === undefined || policies === undefined) return undefined;
  if (takeOwnership === undefined || notifications === undefined) return undefined;
  const strategy = { canary: { steps } };
  return { targets: [target], manifest, strategy, workload, ifInProgress, ...policies, takeOwnership, notifications };
}

type Policies = Pick<DeploymentConfiguration, 'onFailure' | 'onCancel' | 'onStall' | 'onOutsidePromotion'>;

function readPolicies(at: (key: string) => Field): Policies | undefined {
  const onFailure = readChoice(at('onFailure'), { words: endPolicies, otherwise: 'keep' });
  const onCancel = readChoice(at('onCancel'), { words: endPolicies, otherwise: 'keep' });
  const onStall = readChoice(at('onStall'), { words: stallPolicies, otherwise: 'wait' });
  const onOutsidePromotion = readChoice(at('onOutsidePromotion'), {
    words: outsidePromotionPolicies,
    otherwise: 'accept',
  });
  if (onFailure === undefined || onCancel === undefined) return undefined;
  if (onStall === undefined || onOutsidePromotion === undefined) return undefined;
  return { onFailure, onCancel, onStall, onOutsidePromotion };
}

function readTarget(field: Field): Target | undefined {
  const items = readList(field);
  const [first, second] = items ?? [];
  if (items === undefined) return undefined;
  if (first === undefined) return complain(field, 'Name one target: { "account": "…" }.');
  if (second !== undefined) return notBuilt(field, 'More than one target');
  const fields = readFields(first, { built: ['account', 'namespaceOverride'] });
  if (fields === undefined) return undefined;
  const account = readAccount(inside(first, fields, 'account'));
  const namespace = inside(first, fields, 'namespaceOverride');
  if (namespace.value === undefined) return account === undefined ? undefined : { account };
  const namespaceOverride = readNamespace(namespace);
  return account === undefined || namespaceOverride === undefined ? undefined : { account, namespaceOverride };
}

function readAccount(field: Field): string | undefined {
  const account = readText(field);
  return account === undefined || refuseExpression(field, account) ? undefined : account;
}

/** Kubernetes names a namespace by a DNS label (RFC 1123): https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export function isDnsLabel(text: string): boolean {
  return dnsLabel.test(text);
}

function readNamespace(field: Field): string | undefined {
  const namespace = readText(field);
  if (namespace === undefined || refuseExpression(field, namespace)) return undefined;
  if (isDnsLabel(namespace)) return namespace;
  const rule = 'a namespace has 1 to 63 lower-case letters, digits and "-", with a letter or digit at both ends';
  return complain(field, `${describe(namespace)} is no namespace: ${rule}.`);
}

function refuseExpression(field: Field, text: string): boolean {
  if (!holdsExpression(text)) return false;
  complain(field, `Orca left ${expressionsIn(text).join(' and ') || '${'} unresolved; this must be a plain name.`);
  return true;
}

function readStrategy(field: Field): readonly CanaryStep[] | undefined {
  if (field.value === undefined) return complain(field, 'This is missing; say { "canary": { "steps": […] } }.');
  const fields = readFields(field, { built: ['canary'], planned: ['blueGreen'] });
  if (fields === undefined) return undefined;
  const canary = inside(field, fields, 'canary');
  if (canary.value === undefined)
    return 'blueGreen' in fields
      ? undefined
      : complain(canary, 'This is missing; the one strategy so far is "canary".');
  const canaryFields = readFields(canary, { built: ['steps'], planned: ['trafficManagement'] });
  return canaryFields === undefined ? undefined : parseSteps(inside(canary, canaryFields, 'steps'));
}

function refuseUnlessNeutral(field: Field, key: string): void {
  if (field.value === undefined) return;
  const items = readList(field);
  if (items !== undefined && items.length > 0) notBuilt(field, `"${key}"`);
}
