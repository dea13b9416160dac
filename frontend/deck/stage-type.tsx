import { ExecutionBarLabel, ExecutionDetailsSection, ExecutionDetailsTasks, Tooltip } from '@spinnaker/core';
import type {
  IExecutionDetailsSectionProps,
  IExecutionStageLabelProps,
  IExecutionStageSummary,
  IStageConfigProps,
  IStageTypeConfig,
  IValidatorConfig,
} from '@spinnaker/core';
import React from 'react';
import type { StageDetailsProps } from '../execution/watched-stage.ts';
import type { StageService } from '../service/stage-service.ts';
import { fieldOf } from './field-of.ts';
import { guarded } from './guarded.tsx';
import { logProblem } from './log.ts';
import { plainText } from './plain-text.ts';
import type { StagePart } from './stage-part.ts';

/**
 * Our stage in Deck's words. Without `defaults`: Deck merges them into a stage whenever that is opened, into lists item by
 * item, so that a step that its author removed would be back. A new stage is filled in by its form.
 */
export function stageType(
  part: StagePart,
  service: StageService,
  Audit?: StageDetailsProps['Audit'],
): IStageTypeConfig {
  return {
    key: part.key,
    label: part.label,
    description: part.description,
    // Orca knows the stage as a preconfigured webhook.
    alias: 'preconfiguredWebhook',
    addAliasToConfig: true,
    // Offered where the application has a Kubernetes account; and of two stages with one key, Deck takes the one with a provider.
    cloudProvider: 'kubernetes',
    restartable: true,
    supportsCustomTimeout: true,
    component: stageForm(part, service),
    executionDetailsSections: [detailsSection(part, service, Audit), taskSection()],
    executionLabelComponent: label(part),
    useCustomTooltip: true,
    markerIcon: marker(part),
    validators: [blockingValidator(part)],
    // Deck spreads these: without a list its page of executions breaks.
    configAccountExtractor: (stage) => accountsOf(part, stage),
    accountExtractor: ({ context }) => accountsOf(part, context),
  };
}

function stageForm({ label, Form }: StagePart, service: StageService): React.ComponentType<IStageConfigProps> {
  /** The last props: a newer Deck hands out a new stage at each change, and what was bound to the old one writes to it. */
  function OneStageForm(props: IStageConfigProps): JSX.Element {
    const latest = React.useRef(props);
    latest.current = props;
    const onChange = React.useCallback((deployment: unknown) => latest.current.updateStageField({ deployment }), []);
    const { application, stage } = props;
    return (
      <Form
        application={application.name}
        refId={String(stage.refId)}
        deployment={fieldOf(stage, 'deployment')}
        service={service}
        onChange={onChange}
      />
    );
  }
  /** Keyed here: what a form hands up when it goes must reach its own stage, and not the one that is shown in its place. */
  function DeckStageForm(props: IStageConfigProps): JSX.Element {
    return <OneStageForm key={String(props.stage.refId)} {...props} />;
  }
  return guarded(`The form of the stage ${label}`, DeckStageForm);
}

type Section = React.ComponentType<IExecutionDetailsSectionProps> & { title: string };

/** Deck mounts all sections of the details and tells each which one is shown. */
function detailsSection({ Details }: StagePart, service: StageService, Audit: StageDetailsProps['Audit']): Section {
  function DeckStageDetails({
    name,
    current,
    stage,
    execution,
    application,
  }: IExecutionDetailsSectionProps): JSX.Element {
    const { id, status } = stage;
    const context: unknown = stage.context;
    const watched = { id, status, context, name: stage.name, executionId: execution.id, application: application.name };
    return (
      <ExecutionDetailsSection name={name} current={current}>
        <Details stage={watched} service={service} active={name === current} Audit={Audit} />
      </ExecutionDetailsSection>
    );
  }
  return Object.assign(guarded('The details of this deployment', DeckStageDetails), { title: 'deployment' });
}

/** Deck's own tab of tasks, inside a boundary of ours. */
function taskSection(): Section {
  function Tasks(props: IExecutionDetailsSectionProps): JSX.Element {
    return <ExecutionDetailsTasks {...props} />;
  }
  return Object.assign(guarded('The list of tasks', Tasks), { title: ExecutionDetailsTasks.title });
}

/** In the bar of an execution Deck wraps the stage's segment with it; elsewhere it stands for the stage's name. */
function label({ describe }: StagePart): React.ComponentType<IExecutionStageLabelProps> {
  function StageLabel(props: React.PropsWithChildren<IExecutionStageLabelProps>): JSX.Element {
    const { executionMarker, stage, children } = props;
    if (executionMarker !== true) return <ExecutionBarLabel {...props} />;
    const sentence = stage.isRunning ? describe(contextOf(stage)) : undefined;
    const tooltip = (
      <div>
        <strong>{stage.name}</strong>
        {sentence !== undefined && <div>{sentence}</div>}
      </div>
    );
    return (
      <Tooltip id={`gennaker-label-${stage.id}`} template={tooltip}>
        <span>{children}</span>
      </Tooltip>
    );
  }
  return guarded('The label of this stage', StageLabel, ({ children, stage }) => children ?? stage.name);
}

function marker({ isMarked, Marker }: StagePart): React.ComponentClass<{ stage: IExecutionStageSummary }> {
  function StageMarker({ stage }: { stage: IExecutionStageSummary }): JSX.Element | null {
    return stage.isRunning && isMarked(contextOf(stage)) ? <Marker /> : null;
  }
  return guarded('The marker of this stage', StageMarker, () => null);
}

function contextOf({ masterStage }: IExecutionStageSummary): unknown {
  return fieldOf(masterStage, 'context');
}

/** In Deck's loops over all stages of a page: what throws there takes the page with it. */
function accountsOf(part: StagePart, place: unknown): string[] {
  try {
    return [...part.accounts(fieldOf(place, 'deployment'))];
  } catch (error) {
    logProblem('The accounts of a stage could not be read.', error);
    return [];
  }
}

/** Only a validator with `preventSave` blocks Save, and Deck takes one message of each: every problem stands in it. */
function blockingValidator({ validate }: StagePart): IValidatorConfig {
  const validator = {
    type: 'custom',
    preventSave: true,
    validate: (_pipeline: unknown, stage: object): string => {
      try {
        return plainText(validate(fieldOf(stage, 'deployment')).join(' '));
      } catch (error) {
        logProblem('A stage could not be checked.', error);
        return "This stage could not be checked, so it can not be saved; the browser's console says why.";
      }
    },
  };
  return validator;
}
