import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import type { ArgoRollouts } from './control-plane/argo-rollouts/control-plane.ts';
import { isClusterError } from './control-plane/errors.ts';
import { listAt, recordAt, textAt } from './deployment/kubernetes-object.ts';
import type { RolloutsSeen } from './doctor/argo-rollouts.ts';
import { jsonIn, seen, unasked } from './doctor/look.ts';
import type { HttpAnswer, Look } from './doctor/look.ts';
import { readProfile } from './doctor/profile.ts';
import type { ReadProfile } from './doctor/profile.ts';
import { stagesIn } from './doctor/saved-stages.ts';
import type { SavedStage } from './doctor/saved-stages.ts';
import type { UserLook } from './doctor/user-view.ts';
import type { DatabaseLook } from './doctor/database.ts';
import { PipelinesUnavailable } from './spinnaker/errors.ts';
import { everyPipeline } from './spinnaker/front50-pipelines.ts';
import { lookAt } from './spinnaker/look-at.ts';
import { readUserPermissions } from './spinnaker/user-permissions.ts';
import { lookAtDatabase } from './store/look-at-database.ts';

/** As much of the configuration as says whom to ask; undefined where it can't be used. */
export type Neighbours =
  | (Pick<Config, 'orca' | 'publicUrl' | 'access' | 'front50Url' | 'doctor'> & Partial<Pick<Config, 'postgres'>>)
  | undefined;

export type Clusters = Pick<ArgoRollouts, 'accounts' | 'rulesIn' | 'rolloutsInstalled' | 'list'>;

export const configNeeded = 'The configuration of the service can not be used, so that nobody was asked.';

export function askOrca(config: Neighbours, path: string): Promise<Look<HttpAnswer>> {
  const { url, readAs = '' } = config?.orca ?? {};
  return lookAt({ url, otherwise: configNeeded, path, headers: { 'X-SPINNAKER-USER': readAs } });
}

export function askFiat(config: Neighbours, path: string): Promise<Look<HttpAnswer>> {
  const url = config?.access.mode === 'fiat' ? config.access.fiatUrl : undefined;
  const otherwise =
    config === undefined ? configNeeded : 'Fiat is not asked with access: open: everybody may do everything.';
  return lookAt({ url, otherwise, path });
}

export function askFront50(config: Neighbours, path: string): Promise<Look<HttpAnswer>> {
  return lookAt({
    url: config?.front50Url,
    otherwise: front50Needed(config),
    path,
    headers: { 'X-SPINNAKER-USER': config?.orca.readAs ?? '' },
  });
}

function front50Needed(config: Neighbours): string {
  return config === undefined ? configNeeded : 'The service was given no Front50 to ask (front50.url).';
}

export function askClouddriver(config: Neighbours): Promise<Look<HttpAnswer>> {
  const url = config?.access.mode === 'fiat' ? config.access.clouddriverUrl : undefined;
  const otherwise =
    config === undefined ? configNeeded : 'The service was given no Clouddriver to ask (clouddriver.url).';
  return lookAt({ url, otherwise, path: '/credentials?expand=true' });
}

export async function askDatabase(config: Neighbours): Promise<DatabaseLook> {
  if (config === undefined) return unasked(configNeeded);
  return config.postgres === undefined ? seen('in this process') : lookAtDatabase(config.postgres.url);
}

export function userIn(look: Look<HttpAnswer>): UserLook {
  if (look.kind !== 'seen') return look;
  if (look.seen.status === 404) return seen('absent' as const);
  const user = readUserPermissions(jsonIn(look.seen));
  return user === undefined ? { kind: 'unanswered', why: `Fiat answered ${look.seen.status}` } : seen(user);
}

/** What every pipeline does; Front50 lists them all at once. */
export async function askSavedStages(config: Neighbours): Promise<Look<readonly SavedStage[]>> {
  if (config?.front50Url === undefined) return unasked(front50Needed(config));
  try {
    // Within the time of a check, so that it can say why.
    return seen(stagesIn(await everyPipeline({ url: config.front50Url, timeoutMilliseconds: 8_000 })));
  } catch (error) {
    if (error instanceof PipelinesUnavailable) return { kind: 'unanswered', why: error.message };
    throw error;
  }
}

/** Names of roles that Clouddriver's accounts have, for what Orca compares by parts of names. */
export function rolesIn(look: Look<HttpAnswer>): readonly string[] {
  const accounts = look.kind === 'seen' ? jsonIn(look.seen) : undefined;
  const roles = listAt({ accounts }, 'accounts').flatMap((account) => {
    const permissions = recordAt(account, 'permissions');
    return Object.keys(permissions).flatMap((key) => listAt(permissions, key));
  });
  return [...new Set(roles.filter((role) => typeof role === 'string'))];
}

export async function rolloutsOn(clusters: Clusters, account: string): Promise<Look<RolloutsSeen>> {
  const controllers = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'argo-rollouts' };
  const served = await asking(() => clusters.rolloutsInstalled(account));
  if (served.kind !== 'seen') return served;
  const found = await asking(() =>
    clusters.list(account, { ...controllers, labels: 'app.kubernetes.io/name=argo-rollouts' }),
  );
  const images = found.kind === 'seen' ? seen(found.seen.flatMap(imagesOf)) : found;
  return seen({ served: served.seen, images });
}

function imagesOf(deployment: unknown): readonly string[] {
  const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  return containers.map((container) => textAt(container, 'image') ?? '');
}

/** What services of Spinnaker were told, by files that lie here as well; one that can not be read is told as such. */
export function profilesIn(files: readonly string[], service: 'orca' | 'gate'): readonly ReadProfile[] {
  return files.map((file) => {
    const text = textIn(file);
    return text.kind === 'seen'
      ? readProfile({ file, text: text.seen }, service)
      : { kind: 'unreadable', file, why: text.why };
  });
}

function textIn(file: string): Exclude<Look<string>, { kind: 'unasked' }> {
  try {
    return { kind: 'seen', seen: readFileSync(file, 'utf8') };
  } catch (cause) {
    return { kind: 'unanswered', why: textAt(cause, 'code') ?? 'unknown reason' };
  }
}

/** Errors of clusters are sentences; another one is for `examine`. */
export async function asking<Seen>(ask: () => Promise<Seen>): Promise<Look<Seen>> {
  try {
    return seen(await ask());
  } catch (error) {
    if (isClusterError(error)) return { kind: 'unanswered', why: error.message };
    throw error;
  }
}
