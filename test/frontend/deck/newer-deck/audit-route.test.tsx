import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { memoryLocationPlugin, servicesPlugin, UIRouter, UIRouterReact, UIView } from '@uirouter/react';
import type { ReactStateDeclaration } from '@uirouter/react';
import React from 'react';
import { registerApplicationPage } from '../../../../frontend/deck/application-page.ts';
import { auditPage } from '../../../../frontend/deck/audit-page.tsx';
import { auditPart, silentService } from '../stage-part.tsx';

const mockStates: ReactStateDeclaration[] = [];

jest.mock('@spinnaker/core', () => ({
  registerApplicationState: (register: (provider: object) => void) =>
    register({ addChildState: (state: ReactStateDeclaration) => void mockStates.push(state) }),
  ApplicationDataSourceRegistry: { registerDataSource: () => undefined },
}));

const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 50)));

/** The router of the newer Deck, as far as it leads to a page of an application. */
async function open(url: string): Promise<UIRouterReact> {
  const router = new UIRouterReact();
  for (const plugin of [servicesPlugin, memoryLocationPlugin]) router.plugin(plugin);
  const application: ReactStateDeclaration = {
    name: 'application',
    url: '/applications/:application',
    component: () => <UIView name="insight" />,
    resolve: { app: () => ({ name: 'shop' }) },
  };
  router.stateRegistry.register(application);
  for (const state of mockStates) router.stateRegistry.register({ ...state, name: `application.${state.name ?? ''}` });
  router.urlService.url(url);
  render(
    <UIRouter router={router}>
      <UIView />
    </UIRouter>,
  );
  await settled();
  return router;
}

describe('the page of the audit', () => {
  it('is given the filters of its address, and puts others there without being drawn anew', async () => {
    registerApplicationPage(auditPage(auditPart, silentService));
    const router = await open('/applications/shop/audit?actor=alice');
    const shown = screen.getByRole('button');
    expect(shown).toHaveTextContent('audit of shop: ');
    expect(shown).toHaveTextContent('"actor":"alice"');
    await userEvent.click(shown);
    await settled();
    expect(router.urlService.url()).toBe('/applications/shop/audit?kind=refusal');
    expect(screen.getByRole('button')).toBe(shown);
    expect(shown).toHaveTextContent('"kind":"refusal"');
    expect(shown).not.toHaveTextContent('alice');
  });
});
