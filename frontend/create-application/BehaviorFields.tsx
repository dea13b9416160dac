import React from 'react';
import { Checkbox } from '../view/form/Checkbox.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { creationHelp } from './creation-help.ts';
import type { SectionProps } from './section.ts';
import { TextField } from './TextField.tsx';

const none: readonly Line[] = [];

/** How its tasks and pipelines behave. */
export const BehaviorFields = React.memo(function BehaviorFields(props: SectionProps): JSX.Element {
  const { id, draft, change, lines } = props;
  return (
    <>
      <HealthFields {...props} />
      <TextField
        id={`${id}-instancePort`}
        label="Instance Port"
        help={creationHelp.instancePort}
        kind="number"
        value={draft.instancePort}
        lines={lines.instancePort}
        onText={(instancePort) => change({ instancePort })}
      />
      <Checkbox
        id={`${id}-restart`}
        heading="Pipeline Behavior"
        label="Enable restarting running pipelines"
        help={creationHelp.enableRestartRunningExecutions}
        checked={draft.enableRestartRunningExecutions}
        lines={none}
        onCheck={(enableRestartRunningExecutions) => change({ enableRestartRunningExecutions })}
      />
      <Checkbox
        id={`${id}-rerun`}
        heading="Running Again"
        label="Enable re-run button on active pipelines"
        help={creationHelp.enableRerunActiveExecutions}
        checked={draft.enableRerunActiveExecutions}
        lines={none}
        onCheck={(enableRerunActiveExecutions) => change({ enableRerunActiveExecutions })}
      />
    </>
  );
});

function HealthFields({ id, draft, change, lines }: SectionProps): JSX.Element {
  return (
    <>
      <Checkbox
        id={`${id}-platformHealthOnly`}
        heading="Instance Health"
        label="Consider only cloud provider health when executing tasks"
        help={creationHelp.platformHealthOnly}
        checked={draft.platformHealthOnly}
        lines={none}
        onCheck={(platformHealthOnly) => change({ platformHealthOnly })}
      />
      <Checkbox
        id={`${id}-platformHealthOnlyShowOverride`}
        heading="Health Override"
        label="Show health override option for each operation"
        help={creationHelp.platformHealthOnlyShowOverride}
        checked={draft.platformHealthOnlyShowOverride}
        lines={none}
        onCheck={(shown) => change({ platformHealthOnlyShowOverride: shown, overrideUnderstood: false })}
      />
      {draft.platformHealthOnlyShowOverride && (
        <Checkbox
          id={`${id}-override`}
          heading="Its price"
          label="I have read what the override means"
          help={creationHelp.overrideUnderstood}
          checked={draft.overrideUnderstood}
          lines={lines.override}
          onCheck={(overrideUnderstood) => change({ overrideUnderstood })}
        />
      )}
    </>
  );
}
