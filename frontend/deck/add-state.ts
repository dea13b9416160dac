import * as core from '@spinnaker/core';
import { fieldOf } from './field-of.ts';

/** Under which states of Deck's router a page of a level stands: each application is shown by itself and inside a project. */
export const parentStates = {
  application: ['home.applications.application', 'home.project.application'],
  root: ['home'],
} as const;

/** How newer Decks, which make their router later, hand out what collects the states of a level, and how it is told of one. */
const collected = {
  application: { register: 'registerApplicationState', add: 'addChildState' },
  root: { register: 'registerRootState', add: 'addToRootState' },
} as const;

/** What the router is told of a page; its name is the last part of the whole one. */
export interface PageState {
  readonly name: string;
  readonly url: string;
  readonly params?: object;
  readonly views: object;
  readonly data: object;
}

/**
 * Newer Decks export a way to add a state; current ones have their router already, which is told itself: their own providers would go
 * through all states of Deck for each that is added. Throws when this Deck has neither.
 */
export function addState(level: keyof typeof parentStates, state: PageState): void {
  const { register: registerName, add } = collected[level];
  const register = fieldOf(core, registerName);
  if (isFunction(register)) return void register((found: unknown) => called(found, add, state));
  const injector = fieldOf(fieldOf(core, 'ReactInjector'), '$injector');
  const registry = fieldOf(called(injector, 'get', '$uiRouter'), 'stateRegistry');
  const parents = parentStates[level];
  // A router keeps a state without a parent for later, without a word.
  const missing = parents.filter((parent) => !called(registry, 'get', parent));
  if (missing.length > 0) throw new Error(`This Deck has no ${missing.join(' and no ')} where a page is added.`);
  for (const parent of parents) called(registry, 'register', { ...state, name: `${parent}.${state.name}` });
}

/** The part of a state that says where it is: these keys may change while the page stays. */
export function addressOf(path: string, parameters: readonly string[] = []): Pick<PageState, 'url' | 'params'> {
  if (parameters.length === 0) return { url: path };
  return {
    url: `${path}?${parameters.join('&')}`,
    params: Object.fromEntries(parameters.map((key) => [key, { dynamic: true }])),
  };
}

function called(object: unknown, method: string, argument: unknown): unknown {
  const found = fieldOf(object, method);
  if (!isFunction(found)) throw new Error(`This Deck has no ${method} where a page is added.`);
  return Reflect.apply(found, object, [argument]);
}

function isFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}
