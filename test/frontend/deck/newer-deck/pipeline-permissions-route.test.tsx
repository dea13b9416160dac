import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { memoryLocationPlugin, servicesPlugin, UIRouter, UIRouterReact, UIView } from '@uirouter/react';
import type { ReactStateDeclaration } from '@uirouter/react';
import React from 'react';
import { registerApplicationPage } from '../../../../frontend/deck/application-page.ts';
import { pipelinePermissionsPage } from '../../../../frontend/deck/pipeline-permissions-page.tsx';
import { pipelinePermissionsPart, silentService } from '../stage-part.tsx';

const mockStates: ReactStateDeclaration[] = [];

jest.mock('@spinnaker/core', () => ({
  registerApplicationState: (register: (provider: object) => void) =>
    register({ addChildState: (state: ReactStateDeclaration) => void mockStates.push(state) }),
  ApplicationDataSourceRegistry: { registerDataSource: () => undefined },
}));

const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 50)));

describe('the page of the permissions of pipelines', () => {
  it('is given its address, and puts the opened pipeline there without being drawn anew', async () => {
    registerApplicationPage(pipelinePermissionsPage(pipelinePermissionsPart, silentService));
    const router = new UIRouterReact();
    for (const plugin of [servicesPlugin, memoryLocationPlugin]) router.plugin(plugin);
    const application: ReactStateDeclaration = {
      name: 'application',
      url: '/applications/:application',
      component: () => <UIView name="insight" />,
      resolve: { app: () => ({ name: 'shop' }) },
    };
    router.stateRegistry.register(application);
    for (const state of mockStates)
      router.stateRegistry.register({ ...state, name: `application.${state.name ?? ''}` });
    router.urlService.url('/applications/shop/pipeline-permissions?find=web');
    render(
      <UIRouter router={router}>
        <UIView />
      </UIRouter>,
    );
    await settled();
    const shown = screen.getByRole('button');
    expect(shown).toHaveTextContent(/permissions of shop: .*"find":"web"/);
    await userEvent.click(shown);
    await settled();
    expect(router.urlService.url()).toBe('/applications/shop/pipeline-permissions?pipeline=p1');
    expect(screen.getByRole('button')).toBe(shown);
  });
});
