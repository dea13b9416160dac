import { ReactInjector } from '@spinnaker/core';
import { memoryLocationPlugin, servicesPlugin, UIRouterReact } from '@uirouter/react';
import { parentStates } from '../../../frontend/deck/add-state.ts';

/** The router of the Deck that npm has, with the states under which pages stand, as AngularJS hands it out. */
export function deckRouter(parents: readonly string[] = Object.values(parentStates).flat()): UIRouterReact {
  const router = new UIRouterReact();
  for (const plugin of [servicesPlugin, memoryLocationPlugin]) router.plugin(plugin);
  const names = parents.flatMap((parent) =>
    parent.split('.').map((_, end, parts) => parts.slice(0, end + 1).join('.')),
  );
  for (const name of new Set(names)) router.stateRegistry.register({ name, url: urls[name] ?? '' });
  Reflect.set(ReactInjector, '$injector', { get: (name: string) => (name === '$uiRouter' ? router : undefined) });
  return router;
}

const urls: Readonly<Record<string, string>> = {
  'home.applications': '/applications',
  'home.applications.application': '/:application',
  'home.project': '/projects/:project',
  'home.project.application': '/applications/:application',
};

export function forgetRouter(): void {
  Reflect.set(ReactInjector, '$injector', undefined);
}
