import { allowedOnApplication } from '../access/evaluator.ts';
import type { Application, PrefixRule } from '../contract/application-rules.ts';
import type { ApplicationsAccess, ToldRules } from '../contract/applications-access.ts';
import { neutralise } from '../contract/expressions.ts';
import { isRefusal, type Refusal } from '../contract/refusal.ts';
import type { RulesFile } from '../creation/rules-file.ts';
import { harmlessRoles } from './harmless-roles.ts';
import { knownCaller, noFront50, openAccess } from './known-caller.ts';
import type { Services } from './services.ts';

export type ApplicationsAccessView = { readonly kind: 'found'; readonly access: ApplicationsAccess } | Refusal;

const what = 'Viewing who may what';

/** Whoever may read an application may know who else may: Gate tells him its permissions too. */
export async function viewApplicationsAccess(services: Services, user: string): Promise<ApplicationsAccessView> {
  const { authorizations, creation } = services;
  const permissions = await knownCaller(services, user, what);
  if (isRefusal(permissions)) return permissions;
  if (creation.applications === undefined) return noFront50(what);
  const { admin: isAdmin } = permissions;
  const applications = (await creation.applications.all()).filter(
    ({ name }) => isAdmin || allowedOnApplication(permissions, name, 'READ'),
  );
  const { file } = creation.rules();
  return {
    kind: 'found',
    access: {
      isAdmin,
      applications: applications.map(harmless),
      ...(file === undefined ? {} : { rules: rulesFor(file, applications) }),
      gaps: [...(authorizations.mode === 'open' ? [openAccess] : []), ...(file === undefined ? [noRules] : [])],
    },
  };
}

const noRules =
  'What prefixes of Fiat add is not known: the stage service has no copy of its rules (applicationCreation.fiatFile).';

/** Those prefixes only that count for one of them, in their order: of others, nothing is told. */
function rulesFor({ rules, about }: RulesFile, applications: readonly Application[]): ToldRules {
  const { adminRoles: _kept, ...told } = rules;
  const counting = new Set(applications.flatMap(({ name }) => about(name).prefixes));
  return { ...told, prefixes: rules.prefixes.filter((rule) => counting.has(rule)).map(harmlessRule) };
}

function harmless({ name, permissions }: Application): Application {
  return { name: neutralise(name), permissions: harmlessRoles(permissions) };
}

function harmlessRule({ prefix, permissions }: PrefixRule): PrefixRule {
  return { prefix: neutralise(prefix), permissions: harmlessRoles(permissions) };
}
