import { ApplicationDataSourceRegistry } from '@spinnaker/core';
import type { ComponentType } from 'react';
import { addressOf, addState } from './add-state.ts';
import type { PageState } from './add-state.ts';

/** A page of each application, with an entry in its navigation. */
export interface ApplicationPage {
  /** Of the router's state; must be nobody else's. */
  readonly name: string;
  /** With a slash. */
  readonly path: string;
  /** Keys of the query that may change while the page stays. */
  readonly parameters: readonly string[];
  readonly label: string;
  /** An icon that both generations have: with another name, the navigation is not drawn at all. */
  readonly icon: 'history' | 'spMenuPipelines' | 'spMenuSecurityGroups';
  /** Gets `app`, Deck's application. */
  readonly component: ComponentType<{ readonly app: { readonly name: string } }>;
}

/** To be called before Deck starts its router. Throws when this Deck can be told of no page. */
export function registerApplicationPage(page: ApplicationPage): void {
  addState('application', stateOf(page));
  ApplicationDataSourceRegistry.registerDataSource({
    key: page.name,
    label: page.label,
    sref: `.${page.name}`,
    activeState: `**.${page.name}.**`,
    category: 'delivery',
    iconName: page.icon,
    // It has no data that Deck would load, and must keep nothing waiting.
    lazy: true,
    defaultData: [],
  });
}

function stateOf({ name, path, parameters, label, component }: ApplicationPage): PageState {
  return {
    name,
    ...addressOf(path, parameters),
    views: { insight: { component, $type: 'react' } },
    data: { pageTitleSection: { title: label } },
  };
}
