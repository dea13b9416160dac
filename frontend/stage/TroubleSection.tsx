import React from 'react';
import { endPolicies, stallPolicies } from '../../backend-stub/contract/deployment.ts';
import { Choices } from '../view/form/Choices.tsx';
import type { Choice } from '../view/form/Choices.tsx';
import { Problems } from '../view/form/Problems.tsx';
import { linesBelow } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { NotificationsField } from './NotificationsField.tsx';
import { readText } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import { removeAt, setAt } from './value-at.ts';

type Policy = (typeof endPolicies)[number] | (typeof stallPolicies)[number];

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
  abort: {
    word: 'abort',
    label: 'Abort: go back to the stable version',
    help: 'All pods run the version from before. What was applied beside it, such as a Service, stays as this stage applied it.',
  },
};

/** What becomes of the rollout when something ends it early: nothing, unless somebody chose it. */
export function TroubleSection(part: FormPart): JSX.Element {
  const { id, problems } = part;
  return (
    <section aria-labelledby={`${id}-trouble`}>
      <h4 id={`${id}-trouble`}>When things go wrong</h4>
      <PolicyField part={part} name="onFailure" label="The stage fails" words={endPolicies} />
      <PolicyField part={part} name="onCancel" label="Somebody cancels" words={endPolicies} />
      <PolicyField part={part} name="onStall" label="New pods do not become ready" words={stallPolicies} />
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

interface PolicyFieldProps {
  readonly part: FormPart;
  readonly name: 'onFailure' | 'onCancel' | 'onStall';
  readonly label: string;
  readonly words: readonly Policy[];
}

function PolicyField({ part, name, label, words }: PolicyFieldProps): JSX.Element {
  const { id, deployment, problems, change } = part;
  const written = readText(deployment, [name]);
  const [harmless] = words;
  if (written.kind === 'misfit') return <Misfit part={part} misfit={written} />;
  const chosen = written.value === '' ? (harmless ?? '') : written.value;
  if (!words.some((word) => word === chosen))
    return <Misfit part={part} misfit={{ kind: 'misfit', path: [name], value: chosen }} />;
  return (
    <Choices
      id={`${id}-${name}`}
      label={label}
      help={stageHelp[name]}
      choices={words.map((word) => policies[word])}
      chosen={chosen}
      lines={linesBelow(problems, [name])}
      onChoose={(word) => change((current) => setAt(current, [name], word))}
    />
  );
}
