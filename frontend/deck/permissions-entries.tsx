import * as core from '@spinnaker/core';
import { useCurrentStateAndParams } from '@uirouter/react';
import React from 'react';
import { parentStates } from './add-state.ts';
import { pipelinePermissionsLink } from './addresses.ts';
import { fieldOf } from './field-of.ts';
import { guarded } from './guarded.tsx';

/** To the page of the permissions, opened to a pipeline. */
function PermissionsLink({
  application,
  pipeline,
}: {
  readonly application: string;
  readonly pipeline: string;
}): JSX.Element {
  return (
    <a
      className="gennaker-permissions-link btn btn-xs btn-default"
      href={pipelinePermissionsLink(application, pipeline)}
    >
      Permissions
    </a>
  );
}

interface GroupProps {
  readonly OriginalComponent?: React.ComponentType<object>;
  readonly application?: unknown;
  readonly group?: unknown;
}

/** A pipeline in the list of executions, with the link above it. Groups that are of no pipeline are left as they are. */
export const PipelineGroup = guarded('A pipeline in the list', LinkedGroup, ({ OriginalComponent, ...rest }) =>
  OriginalComponent === undefined ? null : <OriginalComponent {...rest} />,
);

function LinkedGroup({ OriginalComponent, ...rest }: GroupProps): JSX.Element | null {
  const application = fieldOf(rest.application, 'name');
  const pipeline = fieldOf(fieldOf(rest.group, 'config'), 'id');
  if (OriginalComponent === undefined) return null;
  return (
    <div className="gennaker-permissions-group">
      {typeof application === 'string' && typeof pipeline === 'string' && (
        <PermissionsLink {...{ application, pipeline }} />
      )}
      <OriginalComponent {...rest} />
    </div>
  );
}

/**
 * Deck has a place for one override of each of its components, the same in both generations: where another plugin has taken it,
 * whichever is registered later is shown. Throws when this Deck has none.
 */
export function linkPipelineGroups(): void {
  const queue: unknown = Reflect.get(core, 'overrideRegistrationQueue');
  called(queue, 'register', [PipelineGroup, 'PipelineExecutionGroup']);
}

const template = 'core/src/pipeline/config/pipelineConfigurer.html';
const actions = '<div class="config-heading-actions">';
const templateLink =
  '<a class="gennaker-permissions-link btn btn-xs btn-default" ng-href="#/applications/{{ application.name }}/pipeline-permissions?pipeline={{ pipeline.id }}">Permissions</a>';

/**
 * Beside the actions of a pipeline's configuration: a newer Deck draws it as a component of a route, which is wrapped once the router is
 * there; current ones by a template of AngularJS. Neither has a place for it, so each is looked for, and throws where it is another one.
 */
export function linkConfiguration(): void {
  const whenRouted: unknown = Reflect.get(core, 'registerApplicationInitializer');
  if (isFunction(whenRouted)) return void whenRouted((_states: unknown, router: unknown) => wrapRoutes(router));
  const cache = called(fieldOf(fieldOf(core, 'ReactInjector'), '$injector'), 'get', ['$templateCache']);
  const html = called(cache, 'get', [template]);
  if (typeof html !== 'string' || !html.includes(actions))
    throw new Error('This Deck draws the configuration of a pipeline in another way.');
  called(cache, 'put', [template, html.replace(actions, `${actions}${templateLink}`)]);
}

function wrapRoutes(router: unknown): void {
  const registry = fieldOf(router, 'stateRegistry');
  const found = parentStates.application.map((route) => called(registry, 'get', [`${route}.pipelines.pipelineConfig`]));
  for (const declaration of found) {
    const views = fieldOf(called(declaration, '$$state', []), 'views');
    if (typeof views === 'object' && views !== null) Object.values(views).forEach(wrapView);
  }
}

function wrapView(view: unknown): void {
  const own = fieldOf(view, 'component');
  if (typeof view === 'object' && view !== null && isComponent(own))
    Reflect.set(
      view,
      'component',
      guarded('The configuration of a pipeline', linked(own), (props) => React.createElement(own, props)),
    );
}

function linked(Own: React.ComponentType<object>): React.ComponentType<object> {
  return function LinkedConfiguration(props) {
    const { application, pipelineId } = readParameters(useCurrentStateAndParams().params);
    return (
      <>
        <div className="gennaker-permissions-above">
          <PermissionsLink application={application} pipeline={pipelineId} />
        </div>
        <Own {...props} />
      </>
    );
  };
}

function readParameters(parameters: unknown): { readonly application: string; readonly pipelineId: string } {
  const [application, pipelineId] = ['application', 'pipelineId'].map((key) => fieldOf(parameters, key));
  return { application: String(application), pipelineId: String(pipelineId) };
}

function called(object: unknown, method: string, parameters: readonly unknown[]): unknown {
  const found = fieldOf(object, method);
  if (!isFunction(found)) throw new Error(`This Deck has no ${method} by which its pages could be led from.`);
  return Reflect.apply(found, object, parameters);
}

function isFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}

function isComponent(value: unknown): value is React.ComponentType<object> {
  return typeof value === 'function' || fieldOf(value, '$$typeof') !== undefined;
}
