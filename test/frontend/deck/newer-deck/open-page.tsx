import { act, render } from '@testing-library/react';
import { memoryLocationPlugin, servicesPlugin, UIRouter, UIRouterReact, UIView } from '@uirouter/react';
import type { ReactStateDeclaration } from '@uirouter/react';
import React from 'react';

export const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 50)));

/** The router of the newer Deck, as far as it leads to a page of an application, with the states that were registered for one. */
export async function openPage(url: string, states: readonly ReactStateDeclaration[]): Promise<UIRouterReact> {
  const router = new UIRouterReact();
  for (const plugin of [servicesPlugin, memoryLocationPlugin]) router.plugin(plugin);
  const application: ReactStateDeclaration = {
    name: 'application',
    url: '/applications/:application',
    component: () => <UIView name="insight" />,
    resolve: { app: () => ({ name: 'shop' }) },
  };
  router.stateRegistry.register(application);
  for (const state of states) router.stateRegistry.register({ ...state, name: `application.${state.name ?? ''}` });
  router.urlService.url(url);
  render(
    <UIRouter router={router}>
      <UIView />
    </UIRouter>,
  );
  await settled();
  return router;
}
