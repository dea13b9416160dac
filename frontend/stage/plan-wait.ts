import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import type { FormPart } from './form-context.ts';
import { places, readManifest, readText } from './read-form.ts';

/** Why there is nothing to ask the service yet; undefined: it can be asked what a run would do. */
export function whatIsMissing({ deployment, problems }: Pick<FormPart, 'deployment' | 'problems'>): string | undefined {
  const account = readText(deployment, places.account);
  const manifest = readManifest(deployment);
  if (account.kind === 'misfit' || manifest.kind === 'misfit')
    return 'Not known while a field has a value that can not be read.';
  if (account.value === '' || manifest.value.text.trim() === '')
    return 'Choose an account and paste a manifest: then the service is asked what a run would do.';
  if (holdsExpression(account.value)) return 'Known when the pipeline runs, since the account is an expression.';
  if (manifest.value.expressions === 'evaluate' && holdsExpression(manifest.value.text))
    return 'Known when the pipeline runs, since the manifest holds expressions.';
  return problems.some(({ line }) => line !== undefined) ? 'The manifest has to be valid YAML first.' : undefined;
}
