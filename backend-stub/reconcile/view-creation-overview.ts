import type { CreationEffects, CreationOverview, RulesFileState } from '../contract/creation-overview.ts';
import type { Refusal } from '../contract/refusal.ts';
import { creatorsTable } from '../creation/creators-table.ts';
import { effectsOf, switchedOn } from '../creation/effects.ts';
import { fiatBlock } from '../creation/fiat-block.ts';
import type { RulesFile } from '../creation/rules-file.ts';
import type { RulesInForce } from '../creation/rules-in-force.ts';
import { rulesWarnings } from '../creation/rules-warnings.ts';
import { requireAdmin } from './require-admin.ts';
import type { Services } from './services.ts';

export type CreationOverviewView = { readonly kind: 'found'; readonly overview: CreationOverview } | Refusal;

/** What the operator's copy of Fiat's rules comes to, for admins. */
export async function viewCreationOverview(services: Services, user: string): Promise<CreationOverviewView> {
  const denied = await requireAdmin(services, user, 'Viewing who may create applications');
  if (denied !== undefined) return denied;
  const inForce = services.creation.rules();
  const { file } = inForce;
  const overview: CreationOverview = {
    ...stateOf(inForce),
    ...(file === undefined ? {} : { settings: settingsOf(file) }),
    table: file === undefined ? [] : creatorsTable(file),
    warnings: file === undefined ? [] : rulesWarnings(file),
    effects: await effects(services, file),
    block: fiatBlock(file === undefined ? undefined : switchedOn(file)),
  };
  return { kind: 'found', overview };
}

function stateOf({ path, file, problems }: RulesInForce): { readonly file?: RulesFileState } {
  return path === undefined ? {} : { file: { path, isInForce: file !== undefined, problems } };
}

function settingsOf({ rules }: RulesFile): NonNullable<CreationOverview['settings']> {
  const { restrictApplicationCreation, provider, resolutionStrategy, executeFallback, adminRoles, prefixes } = rules;
  const told = { restrictApplicationCreation, provider, resolutionStrategy, executeFallback, adminRoles };
  return { ...told, prefixes: prefixes.length };
}

async function effects({ creation, log }: Services, file: RulesFile | undefined): Promise<CreationEffects> {
  if (file === undefined) return { kind: 'unknown', why: 'There are no rules.' };
  if (creation.applications === undefined)
    return {
      kind: 'unknown',
      why: 'The service was given no Front50 to ask which applications there are (front50.url).',
    };
  try {
    return effectsOf(file, await creation.applications.all());
  } catch (err) {
    log.warn({ err }, 'Front50 could not say which applications there are');
    return { kind: 'unknown', why: 'Front50 could not say which applications there are.' };
  }
}
