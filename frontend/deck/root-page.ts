import type { ComponentType } from 'react';
import { addressOf, addState } from './add-state.ts';

/** A page that is of no application. Deck's top bar has a fixed list: nothing leads to it but its address. */
export interface RootPage {
  /** Of the router's state; must be nobody else's. */
  readonly name: string;
  /** With a slash. */
  readonly path: string;
  /** Keys of the query that may change while the page stays. */
  readonly parameters?: readonly string[];
  /** In the title of the browser's tab. */
  readonly label: string;
  readonly component: ComponentType;
}

/** To be called before Deck starts its router. Throws when this Deck can be told of no page. */
export function registerRootPage({ name, path, parameters, label, component }: RootPage): void {
  addState('root', {
    name,
    ...addressOf(path, parameters),
    views: { 'main@': { component, $type: 'react' } },
    data: { pageTitleMain: { label } },
  });
}
