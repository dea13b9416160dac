import React, { useCallback, useEffect, useState } from 'react';
import type { AppliedPlan } from '../../backend-stub/contract/plan.ts';
import type { StageService } from '../service/stage-service.ts';
import { ChangeList, changeCounts } from '../view/ChangeList.tsx';

export interface AppliedPlanProps {
  readonly id: string;
  readonly service: Pick<StageService, 'appliedPlan'>;
}

type Asked =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly plan: AppliedPlan }
  | { readonly kind: 'failed'; readonly sentence: string };

/** What the deployment was to change. It does not change any more, so it is asked for when somebody opens it. */
export function PlanThatWasApplied({ id, service }: AppliedPlanProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="gennaker-applied-plan"
      onToggle={({ currentTarget }) => setOpen(currentTarget.hasAttribute('open'))}
    >
      <summary>The plan that was applied</summary>
      {open && <Plan id={id} service={service} />}
    </details>
  );
}

function Plan({ id, service }: AppliedPlanProps): JSX.Element {
  const [asked, setAsked] = useState<Asked>({ kind: 'asking' });
  const ask = useCallback(() => {
    let isWanted = true;
    setAsked({ kind: 'asking' });
    service.appliedPlan(id).then(
      (plan) => isWanted && setAsked({ kind: 'answered', plan }),
      (error: unknown) => isWanted && setAsked({ kind: 'failed', sentence: sentenceOf(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [id, service]);
  useEffect(ask, [ask]);
  switch (asked.kind) {
    case 'asking':
      return <p role="status">Asking the service…</p>;
    case 'failed':
      return (
        <div role="status">
          <p>{asked.sentence}</p>
          <button type="button" className="btn btn-default btn-sm" onClick={ask}>
            Ask again
          </button>
        </div>
      );
    case 'answered':
      return <Answered plan={asked.plan} />;
  }
}

function Answered({ plan: { objects, fingerprint } }: { readonly plan: AppliedPlan }): JSX.Element {
  if (fingerprint === undefined)
    return (
      <p className="gennaker-muted">
        Nothing was tried on the cluster yet, or it was refused before; so it is not known what would have changed.
      </p>
    );
  return (
    <>
      <p className="gennaker-muted">
        {changeCounts(objects)}, as it stood before the first apply. What moved after that is in the history.
      </p>
      <ChangeList objects={objects} label="Objects of the plan that was applied" abort={false} />
    </>
  );
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The plan could not be loaded, and its cause is not known.';
}
