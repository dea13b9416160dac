import type { ComponentType } from 'react';
import { addState } from './add-state.ts';

/** A page that is of no application. Deck's top bar has a fixed list: nothing leads to it but its address. */
export interface RootPage {
  /** Of the router's state; must be nobody else's. */
  readonly name: string;
  /** With a slash. */
  readonly path: string;
  /** In the title of the browser's tab. */
  readonly label: string;
  readonly component: ComponentType;
}

/** To be called before Deck starts its router. Throws when this Deck can be told of no page. */
export function registerRootPage({ name, path, label, component }: RootPage): void {
  addState('root', {
    name,
    url: path,
    views: { 'main@': { component, $type: 'react' } },
    data: { pageTitleMain: { label } },
  });
}
