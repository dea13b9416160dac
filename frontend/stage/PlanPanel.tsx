import React from 'react';
import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import type { StageService } from '../service/stage-service.ts';
import { FormIcon } from '../view/form/FormIcon.tsx';
import type { FormPart } from './form-context.ts';
import { PlanPreview } from './PlanPreview.tsx';
import { places, readManifest, readText } from './read-form.ts';
import { usePlan } from './use-plan.ts';
import type { PlanAsked } from './use-plan.ts';

export interface PlanPanelProps {
  readonly part: FormPart;
  readonly service: StageService;
  readonly application: string;
  readonly goTo: (line: number) => void;
}

/** What the service says that a run would do. It advises: a service that is away keeps nobody from saving. */
export function PlanPanel({ part, service, application, goTo }: PlanPanelProps): JSX.Element {
  const { id, deployment } = part;
  const wait = whatIsMissing(part);
  const plan = usePlan({ service, application, deployment, ready: wait === undefined });
  return (
    <aside className="gennaker-plan" aria-labelledby={`${id}-plan`}>
      <h5 id={`${id}-plan`}>What would happen</h5>
      {wait === undefined ? <Answer plan={plan} goTo={goTo} /> : <p className="gennaker-help">{wait}</p>}
    </aside>
  );
}

/** Why there is nothing to ask yet. */
function whatIsMissing({ deployment, problems }: FormPart): string | undefined {
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

function Answer({ plan, goTo }: { readonly plan: PlanAsked; readonly goTo: (line: number) => void }): JSX.Element {
  const { asked, before, askAgain } = plan;
  switch (asked.kind) {
    case 'asking':
      return (
        <div aria-busy="true">
          <p role="status" className="gennaker-help">
            Asking the service…
          </p>
          {before !== undefined && (
            <div className="gennaker-stale">
              <PlanPreview plan={before} goTo={goTo} />
            </div>
          )}
        </div>
      );
    case 'answered':
      return <PlanPreview plan={asked.answer} goTo={goTo} />;
    case 'failed':
      return (
        <div role="status">
          <p>
            <FormIcon name="warning" /> <strong>{asked.heading}</strong> {asked.sentence}
          </p>
          <p className="gennaker-help">The stage can be saved all the same: it is checked again when it runs.</p>
          <button type="button" className="btn btn-default btn-sm" onClick={askAgain}>
            Ask again
          </button>
        </div>
      );
  }
}
