import React from 'react';
import { Icon } from '../view/Icon.tsx';
import { PlanProblems, planSummary } from './PlanProblems.tsx';
import type { PlanAsked } from './use-plan.ts';

export interface PlanPanelProps {
  readonly id: string;
  /** Why nothing is asked; undefined: the service is. */
  readonly wait: string | undefined;
  readonly plan: PlanAsked;
  readonly goTo: (line: number) => void;
}

/** Beside the manifest: whether the service would take it. It advises: a service that is away keeps nobody from saving. */
export function PlanPanel({ id, wait, plan, goTo }: PlanPanelProps): JSX.Element {
  return (
    <aside className="gennaker-plan" aria-labelledby={`${id}-judged`}>
      <h5 id={`${id}-judged`}>What would happen</h5>
      {wait === undefined ? <Answer plan={plan} goTo={goTo} /> : <p className="gennaker-help">{wait}</p>}
    </aside>
  );
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
          <PlanProblems plan={shown} goTo={goTo} />
        </div>
      )}
    </div>
  );
}
