import { render, screen } from '@testing-library/react';
import React from 'react';
import { fieldOf } from '../../../frontend/deck/field-of.ts';
import { linkConfiguration, linkPipelineGroups, PipelineGroup } from '../../../frontend/deck/permissions-entries.tsx';
import { refreshPipelines } from '../../../frontend/deck/pipeline-permissions-page.tsx';
import { openPage } from './newer-deck/open-page.tsx';

const mockCore: Record<string, unknown> = {};
jest.mock('@spinnaker/core', () => ({
  // As a module whose exports are read when they are used.
  __esModule: true,
  get overrideRegistrationQueue() {
    return mockCore['overrideRegistrationQueue'];
  },
  get registerApplicationInitializer() {
    return mockCore['registerApplicationInitializer'];
  },
  get ReactInjector() {
    return mockCore['ReactInjector'];
  },
}));

beforeEach(() => {
  for (const name of Object.keys(mockCore)) delete mockCore[name];
});

const Original = (props: object): JSX.Element => (
  <p>executions of {String(fieldOf(fieldOf(props, 'group'), 'heading'))}</p>
);

describe('a pipeline in Deck’s list', () => {
  it('leads to its permissions, by the one place that both generations have', () => {
    const registered: unknown[] = [];
    mockCore['overrideRegistrationQueue'] = { register: (...given: unknown[]) => void registered.push(given) };
    linkPipelineGroups();
    expect(registered).toEqual([[PipelineGroup, 'PipelineExecutionGroup']]);
    const group = { heading: 'deploy', config: { id: 'p 1' } };
    render(<PipelineGroup {...{ OriginalComponent: Original, application: { name: 'shop' }, group }} />);
    screen.getByText('executions of deploy');
    expect(screen.getByRole('link', { name: 'Permissions' })).toHaveAttribute(
      'href',
      '#/applications/shop/pipeline-permissions?pipeline=p%201',
    );
  });

  it('that is no pipeline any more is left as it is', () => {
    const group = { heading: 'deleted' };
    render(<PipelineGroup {...{ OriginalComponent: Original, application: { name: 'shop' }, group }} />);
    screen.getByText('executions of deleted');
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('of a Deck without such a place is told by name', () => {
    expect(linkPipelineGroups).toThrow('This Deck has no register');
  });
});

describe('the configuration of a pipeline', () => {
  const heading = '<h3></h3><div class="config-heading-actions"><i></i></div>';

  function templates(html: string | undefined): Map<string, string> {
    const cache = new Map(html === undefined ? [] : [['core/src/pipeline/config/pipelineConfigurer.html', html]]);
    const service = {
      get: (key: string) => cache.get(key),
      put: (key: string, text: string) => void cache.set(key, text),
    };
    mockCore['ReactInjector'] = { $injector: { get: (name: string) => (name === '$templateCache' ? service : {}) } };
    return cache;
  }

  it('has the link beside its actions where AngularJS draws it', () => {
    const cache = templates(heading);
    linkConfiguration();
    expect([...cache.values()]).toEqual([
      expect.stringMatching(
        /<div class="config-heading-actions"><a [^>]*ng-href="#\/applications\/\{\{ application\.name \}\}\/pipeline-permissions\?pipeline=\{\{ pipeline\.id \}\}">Permissions<\/a><i>/,
      ),
    ]);
  });

  it.each([[undefined], ['<p>another page</p>']])('is left as it is where it is drawn in another way', (html) => {
    const cache = templates(html);
    expect(linkConfiguration).toThrow('This Deck draws the configuration of a pipeline in another way.');
    expect([...cache.values()]).toEqual(html === undefined ? [] : [html]);
  });

  it('has the link above it where it is a component of a route', async () => {
    const view = { $name: 'pipelines@^', component: () => <p>its stages</p> };
    const asked: string[] = [];
    const stateRegistry = {
      get(name: string) {
        asked.push(name);
        return { $$state: () => ({ views: name.startsWith('home.project') ? {} : { 'pipelines@^': view } }) };
      },
    };
    mockCore['registerApplicationInitializer'] = (run: (states: object, router: object) => void) =>
      run({}, { stateRegistry });
    linkConfiguration();
    expect(asked).toEqual([
      'home.applications.application.pipelines.pipelineConfig',
      'home.project.application.pipelines.pipelineConfig',
    ]);
    const Configuration: React.ComponentType = view.component;
    await openPage('/applications/shop/configure/p1', [
      { name: 'configure', url: '/configure/:pipelineId', views: { insight: { component: Configuration } } },
    ]);
    screen.getByText('its stages');
    expect(screen.getByRole('link')).toHaveAttribute('href', '#/applications/shop/pipeline-permissions?pipeline=p1');
  });
});

describe('Deck’s own list of the pipelines', () => {
  it('is read anew after one was saved, so that an editor that is opened then has what stands there', () => {
    const asked: unknown[] = [];
    const pipelineConfigs = {
      name: 'pipelineConfigs',
      refresh(...given: readonly unknown[]) {
        asked.push([this.name, ...given]);
        return Promise.resolve();
      },
    };
    refreshPipelines({ name: 'shop', pipelineConfigs });
    expect(asked).toEqual([['pipelineConfigs', true]]);
  });

  it('that can not be read then is said on the console, and a Deck without one is left as it is', async () => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    refreshPipelines({ name: 'shop' });
    expect(said).not.toHaveBeenCalled();
    refreshPipelines({ name: 'shop', pipelineConfigs: { refresh: () => Promise.reject(new Error('away')) } });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(said).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
  });
});
