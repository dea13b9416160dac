import { Registry } from '@spinnaker/core';
import type { IStageTypeConfig } from '@spinnaker/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { registerOnce } from '../../../frontend/deck/picker-entry.ts';
import { stageType } from '../../../frontend/deck/stage-type.tsx';
import type { StagePart } from '../../../frontend/deck/stage-part.ts';
import type { StageFormProps } from '../../../frontend/stage/stage-form-props.ts';
import { auditPart, silentService, stagePart } from './stage-part.tsx';

/** Deck's components get far more than ours read. */
const drawn = (component: unknown, props: object, children?: JSX.Element): JSX.Element =>
  React.createElement(component as React.ComponentType<object>, props, children);

const type = (changes: Partial<StagePart> = {}): IStageTypeConfig => stageType(stagePart(changes), silentService);
const webhook: IStageTypeConfig = {
  key: 'kubernetesProgressive',
  alias: 'preconfiguredWebhook',
  label: "Use the plugin's",
};
const pickerEntries = (): readonly (string | undefined)[] =>
  Registry.pipeline
    .getStageTypes()
    .filter(({ key }) => key === 'kubernetesProgressive')
    .map(({ label }) => label);

describe('the stage in Deck', () => {
  it('has one entry in the picker, whichever of plugin and webhook is registered first', () => {
    Registry.pipeline.registerStage(webhook);
    registerOnce(type());
    Registry.pipeline.registerStage({ ...webhook });
    expect(pickerEntries()).toEqual(['Kubernetes Progressive']);
    const shown = Registry.pipeline.getStageConfig({
      type: 'kubernetesProgressive',
      name: 'deploy',
      refId: '1',
      requisiteStageRefIds: [],
    });
    expect(shown.restartable).toBe(true);
  });

  it('leaves the stages of others alone', () => {
    Registry.pipeline.registerStage({ key: 'somethingElse', label: 'Something else' });
    expect(Registry.pipeline.getStageTypes().map(({ key }) => key)).toContain('somethingElse');
  });

  it('is run by Orca as a preconfigured webhook, and keeps its configuration under one key', () => {
    expect(type()).toMatchObject({
      alias: 'preconfiguredWebhook',
      addAliasToConfig: true,
      supportsCustomTimeout: true,
    });
  });

  it('blocks Save with every problem in one message', () => {
    const [validator] = type({ validate: () => ['No account.', 'No steps.'] }).validators ?? [];
    expect(validator).toMatchObject({ type: 'custom', preventSave: true });
    const { validate } = validator as unknown as { validate(pipeline: object, stage: object): string };
    expect(validate({}, { deployment: {} })).toBe('No account. No steps.');
  });

  it('names accounts as a list, also for a stage that somebody broke by hand', () => {
    const { configAccountExtractor, accountExtractor } = type({ accounts: () => ['prod'] });
    const stage = { type: 'kubernetesProgressive', name: 'deploy', refId: '1', requisiteStageRefIds: [] };
    expect(configAccountExtractor?.(stage)).toEqual(['prod']);
    expect(accountExtractor?.(stage)).toEqual(['prod']);
  });
});

describe('the form in Deck', () => {
  function edit(refId: string, updateStageField: (changes: object) => void = () => undefined): JSX.Element {
    const Form = type().component ?? (() => null);
    const stage = { refId, deployment: { of: refId } };
    return <Form application={{ name: 'shop' }} stage={stage} updateStageField={updateStageField} />;
  }

  it('writes only the key that is ours', async () => {
    const written: object[] = [];
    render(edit('1', (changes) => written.push(changes)));
    await userEvent.click(screen.getByRole('button'));
    expect(written).toEqual([{ deployment: { changed: '1' } }]);
  });

  it('gives Deck no defaults, which it would merge into what an author wrote', () => {
    expect(type().defaults).toBeUndefined();
  });

  it('writes to the stage that is shown, and not to the one it was made for', async () => {
    const written: string[] = [];
    const { rerender } = render(edit('1', () => written.push('old')));
    rerender(edit('1', () => written.push('new')));
    await userEvent.click(screen.getByRole('button'));
    expect(written).toEqual(['new']);
  });

  it('writes what it hands up when it goes to its own stage, and not to the one that takes its place', () => {
    const written: string[] = [];
    function Form({ refId, onChange }: StageFormProps): JSX.Element {
      React.useEffect(() => () => onChange({ typed: refId }), [refId, onChange]);
      return <p>form of {refId}</p>;
    }
    const { component } = type({ Form });
    const shown = (refId: string): JSX.Element =>
      drawn(component, {
        application: { name: 'shop' },
        stage: { refId, deployment: {} },
        updateStageField: (changes: object) => written.push(`${JSON.stringify(changes)} to ${refId}`),
      });
    const { rerender } = render(shown('1'));
    rerender(shown('2'));
    expect(written).toEqual(['{"deployment":{"typed":"1"}} to 1']);
  });

  it('starts anew for another stage', () => {
    const { rerender } = render(edit('1'));
    const before = screen.getByRole('button');
    rerender(edit('2'));
    expect(screen.getByRole('button')).not.toBe(before);
    expect(screen.getByRole('button')).toHaveTextContent('form of 2: {"of":"2"}');
  });
});

describe('the details in Deck', () => {
  it('are shown in their own tab and in no other', () => {
    const [Details] = type().executionDetailsSections ?? [];
    const shown = (current: string): JSX.Element => {
      const stage = { id: 'S1', name: 'deploy', status: 'RUNNING', context: {} };
      const props = { application: { name: 'shop' }, execution: { id: 'E1' }, stage, name: 'deployment', current };
      return drawn(Details, props);
    };
    const { rerender, container } = render(shown('deployment'));
    expect(container).toHaveTextContent('details of S1 in E1, true');
    rerender(shown('taskStatus'));
    expect(container).toBeEmptyDOMElement();
  });
});

describe('the audit in the details', () => {
  const details = (Audit?: typeof auditPart.Section): JSX.Element => {
    const [Details] = stageType(stagePart(), silentService, Audit).executionDetailsSections ?? [];
    const stage = { id: 'S1', name: 'deploy', status: 'RUNNING', context: {} };
    const [name, current] = ['deployment', 'deployment'];
    return drawn(Details, { application: { name: 'shop' }, execution: { id: 'E1' }, stage, name, current });
  };

  it('is there unless it was switched off', () => {
    const { rerender } = render(details(auditPart.Section));
    expect(screen.getByText('audit of d1')).toBeInTheDocument();
    rerender(details());
    expect(screen.queryByText('audit of d1')).not.toBeInTheDocument();
  });
});

describe('the bar of an execution', () => {
  const summary = (isRunning: boolean): object => ({
    id: 'S1',
    name: 'Deploy web',
    isRunning,
    masterStage: { context: { webhook: {} } },
  });

  it('is marked while the stage runs, by what Orca keeps of it', () => {
    const { markerIcon } = type({ isMarked: (context) => context !== undefined });
    const { rerender } = render(drawn(markerIcon, { stage: summary(true) }));
    expect(screen.getByTitle('marker')).toBeInTheDocument();
    rerender(drawn(markerIcon, { stage: summary(false) }));
    expect(screen.queryByTitle('marker')).not.toBeInTheDocument();
  });

  it('says under the pointer what the stage waits for', async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined); // Deck's tooltip is written for an older React
    const { executionLabelComponent } = type({ describe: () => 'It waits for an approval.' });
    render(drawn(executionLabelComponent, { stage: summary(true), executionMarker: true }, <b>segment</b>));
    await userEvent.hover(screen.getByText('segment'));
    expect(await screen.findByText('It waits for an approval.')).toBeInTheDocument();
    expect(screen.getByText('Deploy web')).toBeInTheDocument();
    jest.restoreAllMocks();
  });
});

describe('a part of the stage that breaks', () => {
  const broken = (): never => {
    throw new Error('broken on purpose');
  };
  const stage = { id: 'S1', refId: '1', name: 'deploy', status: 'RUNNING', isRunning: true, context: {} };
  const props = {
    application: { name: 'shop' },
    execution: { id: 'E1' },
    stage,
    name: 'deployment',
    current: 'deployment',
  };

  beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['The form', () => drawn(type({ Form: broken }).component, props)],
    ['The details', () => drawn(type({ Details: broken }).executionDetailsSections?.[0], props)],
  ])('takes nothing with it: %s', (name, part) => {
    render(
      <div>
        {part()}
        <p>the rest of the page</p>
      </div>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(name);
    expect(screen.getByText('the rest of the page')).toBeInTheDocument();
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining(`[Gennaker] ${name}`), expect.any(Error));
  });

  it('leaves the bar of its execution as it would be without us', () => {
    const { executionLabelComponent, markerIcon } = type({ Marker: broken, describe: broken });
    const segment = drawn(executionLabelComponent, { ...props, executionMarker: true }, <b>segment</b>);
    const { container } = render(
      <div>
        {segment}
        {drawn(markerIcon, props)}
      </div>,
    );
    expect(container).toHaveTextContent(/^segment$/);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('The label of this stage'), expect.any(Error));
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('The marker of this stage'), expect.any(Error));
  });

  it('keeps no pipeline from being saved or listed: what validates and names accounts answers all the same', () => {
    const { validators, configAccountExtractor } = type({ validate: broken, accounts: broken });
    const { validate } = (validators ?? [])[0] as unknown as { validate(pipeline: object, stage: object): string };
    expect(validate({}, { deployment: {} })).toContain('could not be checked');
    expect(configAccountExtractor?.({ ...stage, type: 'x', requisiteStageRefIds: [] })).toEqual([]);
  });
});
