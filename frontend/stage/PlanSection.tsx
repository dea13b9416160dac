import React from 'react';
import type { Plan } from '../service/stage-service.ts';
import { ChangeList, changeCounts } from '../view/ChangeList.tsx';
import { stageHelp } from './stage-help.ts';
import type { PlanAsked } from './use-plan.ts';

export interface PlanSectionProps {
  readonly id: string;
  /** Why nothing is asked; undefined: the service is. */
  readonly wait: string | undefined;
  readonly plan: PlanAsked;
}

/** All of what a run would do, as far as it can be known before: each object, who approves, what an abort leaves. */
export function PlanSection({ id, wait, plan }: PlanSectionProps): JSX.Element {
  return (
    <section aria-labelledby={`${id}-plan`}>
      <h4 id={`${id}-plan`}>Plan</h4>
      <p className="gennaker-help">{stageHelp.plan}</p>
      {wait === undefined ? <Asked plan={plan} /> : <p>{wait}</p>}
    </section>
  );
}

function Asked({ plan: { asked, before, askAgain } }: { readonly plan: PlanAsked }): JSX.Element {
  if (asked.kind === 'failed')
    return (
      <>
        <p>There is no plan: {asked.sentence}</p>
        <button type="button" className="btn btn-default btn-sm" onClick={askAgain}>
          Ask for the plan again
        </button>
      </>
    );
  const shown = asked.kind === 'asking' ? before : asked.answer;
  if (shown === undefined) return <p>Asking the service…</p>;
  return (
    <div aria-busy={asked.kind === 'asking'} className={asked.kind === 'asking' ? 'gennaker-stale' : ''}>
      <Shown plan={shown} />
    </div>
  );
}

const Shown = React.memo(function Shown({ plan }: { readonly plan: Plan }): JSX.Element {
  const { objects, problems, approvals, abortDoesNotRestore, notes } = plan;
  if (objects.length === 0)
    return (
      <p>{problems.length === 0 ? 'Nothing would be applied.' : 'There is no plan before the problems are solved.'}</p>
    );
  const isTried = objects.some(({ change }) => change !== undefined);
  return (
    <>
      <p className="gennaker-plan-counts">
        {problems.length > 0 && 'A run would be refused; its problems are beside the manifest. '}
        {isTried ? `${changeCounts(objects)}.` : 'Nothing was tried on the cluster.'}
      </p>
      <ChangeList objects={objects} label="Objects of the plan" abort={problems.length === 0} />
      {problems.length === 0 && (
        <dl className="gennaker-plan-facts">
          <dt>Who has to approve</dt>
          <Sentences sentences={approvals.map(({ sentence }) => sentence)} none="Nobody: it waits for no approval." />
          <dt>What an abort leaves as applied</dt>
          <Sentences sentences={abortDoesNotRestore} none="Nothing: an abort puts back all that changes." />
          {notes.length > 0 && (
            <>
              <dt>Good to know</dt>
              <Sentences sentences={notes} none="" />
            </>
          )}
        </dl>
      )}
    </>
  );
});

function Sentences({ sentences, none }: { readonly sentences: readonly string[]; readonly none: string }): JSX.Element {
  return (
    <dd>
      {sentences.length === 0 ? (
        none
      ) : (
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </dd>
  );
}
