import React from 'react';
import { endPolicies, outsidePromotionPolicies, stallPolicies } from '../../backend-stub/contract/deployment.ts';
import type { EndPolicy, OutsidePromotionPolicy, StallPolicy } from '../../backend-stub/contract/deployment.ts';
import type { Choice } from '../view/form/Choices.tsx';
import { Problems } from '../view/form/Problems.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import { linesBelow } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { NotificationsField } from './NotificationsField.tsx';
import { stageHelp } from './stage-help.ts';
import { removeAt } from './value-at.ts';

type Policy = EndPolicy | StallPolicy | OutsidePromotionPolicy;

const policies: Readonly<Record<Policy, Choice<Policy>>> = {
  keep: {
    word: 'keep',
    label: 'Leave the rollout where it is',
    help: 'Both versions stay as they are, so that somebody can look and decide. Nothing is taken from production.',
  },
  wait: {
    word: 'wait',
    label: 'Wait for a decision',
    help: 'The stage goes on waiting: somebody aborts, or the pods become ready after all. The stable version keeps serving.',
  },
  accept: {
    word: 'accept',
    label: 'Accept it and go on',
    help: 'It is written into the history of the deployment, and the next approval is asked for as before.',
  },
  abort: {
    word: 'abort',
    label: 'Abort: go back to the stable version',
    help: 'All pods run the version from before. What was applied beside it, such as a Service, stays as this stage applied it.',
  },
};

function choicesOf(words: readonly Policy[]): readonly Choice<Policy>[] {
  return words.map((word) => policies[word]);
}

/** What becomes of the rollout when something ends it early: nothing, unless somebody chose it. */
export function TroubleSection(part: FormPart): JSX.Element {
  const { id, problems } = part;
  return (
    <section aria-labelledby={`${id}-trouble`}>
      <h4 id={`${id}-trouble`}>When things go wrong</h4>
      <ChoiceField part={part} name="onFailure" label="The stage fails" choices={choicesOf(endPolicies)} />
      <ChoiceField part={part} name="onCancel" label="Somebody cancels" choices={choicesOf(endPolicies)} />
      <ChoiceField part={part} name="onStall" label="New pods do not become ready" choices={choicesOf(stallPolicies)} />
      <ChoiceField
        part={part}
        name="onOutsidePromotion"
        label="Somebody goes round an approval"
        choices={choicesOf(outsidePromotionPolicies)}
      />
      <div className="gennaker-field">
        <span className="gennaker-label">Another deployment is in progress</span>
        <div className="gennaker-control">
          <p className="gennaker-fact">
            This one is refused before it changes anything, and says which other one holds the workload.
          </p>
          <Problems
            lines={linesBelow(problems, ['ifInProgress']).map((line) => ({
              ...line,
              action: {
                label: 'Leave it out',
                run: () => part.change((current) => removeAt(current, ['ifInProgress'])),
              },
            }))}
          />
          <p className="gennaker-help">{stageHelp.ifInProgress}</p>
        </div>
      </div>
      <NotificationsField part={part} />
    </section>
  );
}
