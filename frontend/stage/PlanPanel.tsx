import React from 'react';
import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import type { StageService } from '../service/stage-service.ts';
import { Icon } from '../view/Icon.tsx';
import type { FormPart } from './form-context.ts';
import { PlanPreview, planSummary } from './PlanPreview.tsx';
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

/** The last answer stays while the next one is awaited, and is drawn anew only when it is another one. */
function Answer({ plan, goTo }: { readonly plan: PlanAsked; readonly goTo: (line: number) => void }): JSX.Element {
  const { asked, before, askAgain } = plan;
  if (asked.kind === 'failed')
    return (
      <div role="status">
        <p>
          <Icon name="warning" /> <strong>{asked.heading}</strong> {asked.sentence}
        </p>
        <p className="gennaker-help">The stage can be saved all the same: it is checked again when it runs.</p>
        <button type="button" className="btn btn-default btn-sm" onClick={askAgain}>
          Ask again
        </button>
      </div>
    );
  const isAsking = asked.kind === 'asking';
  const shown = isAsking ? before : asked.answer;
  return (
    <div aria-busy={isAsking}>
      <p role="status">{isAsking ? 'Asking the service…' : planSummary(asked.answer)}</p>
      {shown !== undefined && (
        <div className={isAsking ? 'gennaker-stale' : ''}>
          <PlanPreview plan={shown} goTo={goTo} />
        </div>
      )}
    </div>
  );
}
