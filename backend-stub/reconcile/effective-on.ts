import { permissionsOf, withFallback } from '../contract/application-rules.ts';
import { folded } from '../contract/authorization.ts';
import { neutralise } from '../contract/expressions.ts';
import type { PipelineAccess } from '../contract/pipeline-access.ts';
import { withFullStop } from '../contract/refusal.ts';
import { harmlessRoles } from './harmless-roles.ts';
import type { Services } from './services.ts';

export type EffectiveOn = Pick<PipelineAccess, 'effectivePermissions' | 'gaps'>;

/** Who may what on an application, by the operator's copy of Fiat's rules; without a copy nothing, and why it can't be told where it should. */
export async function effectiveOn({ creation }: Pick<Services, 'creation'>, name: string): Promise<EffectiveOn> {
  const { file } = creation.rules();
  if (file === undefined || creation.applications === undefined) return { gaps: [] };
  try {
    const all = await creation.applications.all();
    const application = all.find((one) => folded(one.name) === folded(name));
    if (application === undefined) return notKnown(`Front50 does not list ${name}`);
    const rules = file.about(application.name);
    const effective = withFallback(rules, permissionsOf(rules, application));
    return { effectivePermissions: harmlessRoles(effective), gaps: [] };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ApplicationsUnavailable') throw error;
    return notKnown(error.message);
  }
}

function notKnown(why: string): EffectiveOn {
  const sentence = `What prefixes of Fiat add to the application is not known. ${withFullStop(why)}`;
  return { gaps: [neutralise(sentence)] };
}
