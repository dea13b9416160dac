import React, { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import './stage-form.css';
import type { Change, FormPart } from './form-context.ts';
import { HowSection } from './HowSection.tsx';
import { initialDeployment } from './initial-deployment.ts';
import { Misfit } from './Misfit.tsx';
import { OtherKeys } from './OtherKeys.tsx';
import { whatIsMissing } from './plan-wait.ts';
import { PlanSection } from './PlanSection.tsx';
import type { StageFormProps } from './stage-form-props.ts';
import type { StageProblem } from './stage-problems.ts';
import { TroubleSection } from './TroubleSection.tsx';
import { useAccounts } from './use-accounts.ts';
import { usePlan } from './use-plan.ts';
import { look } from './value-at.ts';
import { WhatSection } from './WhatSection.tsx';
import { WhereSection } from './WhereSection.tsx';

export interface StageFieldsProps extends StageFormProps {
  readonly problemsOf: (deployment: unknown) => readonly StageProblem[];
}

/** The form of one stage; another stage is another instance of it. */
export function StageFields(props: StageFieldsProps): JSX.Element {
  const { application, refId, deployment, service, problemsOf, onChange } = props;
  const problems = useMemo(() => problemsOf(deployment), [problemsOf, deployment]);
  const change = useChange(deployment, onChange);
  const accounts = useAccounts(service);
  const [announced, announce] = useState('');
  useEffect(() => {
    if (deployment === undefined) change((current) => current ?? initialDeployment());
  }, [change, deployment]);

  const wait = whatIsMissing({ deployment, problems });
  const plan = usePlan({ service, application, deployment, ready: wait === undefined });
  const part: FormPart = { id: `gennaker-${refId}`, deployment, problems, change };
  const whole = look(deployment, ['targets']);
  if (whole.kind === 'misfit') return <Misfit part={part} misfit={whole} />;
  return (
    <div className="gennaker-form">
      <OtherKeys {...part} />
      <WhereSection {...part} accounts={accounts} />
      <WhatSection {...part} wait={wait} plan={plan} />
      <HowSection {...part} announce={announce} />
      <TroubleSection {...part} />
      <PlanSection id={part.id} wait={wait} plan={plan} />
      <div role="status" className="sr-only">
        {announced}
      </div>
    </div>
  );
}

/**
 * Every change is made on what stands in the pipeline at that moment, and goes through the function that was given last: an
 * older one of Deck's writes to a stage that is no longer there. What was just handed up counts until Deck shows it.
 */
function useChange(deployment: unknown, onChange: StageFormProps['onChange']): Change {
  const latest = useRef({ deployment, onChange });
  useLayoutEffect(() => {
    latest.current = { deployment, onChange };
  }, [deployment, onChange]);
  return useCallback((edit) => {
    const { deployment: before, onChange: handUp } = latest.current;
    const after = edit(before);
    if (after === before) return;
    latest.current = { deployment: after, onChange: handUp };
    handUp(after);
  }, []);
}
