import * as core from '@spinnaker/core';
import { fieldOf } from './field-of.ts';

/** How newer Decks and current ones call the provider that keeps the states of a level, and how it is told of one. */
const levels = {
  application: { register: 'registerApplicationState', provider: 'applicationState', add: 'addChildState' },
  root: { register: 'registerRootState', provider: 'stateConfig', add: 'addToRootState' },
} as const;

/**
 * Newer Decks export a way to add a state; current ones have AngularJS hand out the provider that keeps them. Throws when this Deck
 * has neither.
 */
export function addState(level: keyof typeof levels, state: object): void {
  const { register: registerName, provider, add } = levels[level];
  const register = fieldOf(core, registerName);
  if (isFunction(register)) return void register((found: unknown) => called(found, add, state));
  const injector = fieldOf(fieldOf(core, 'ReactInjector'), '$injector');
  called(called(injector, 'get', provider), add, state);
}

/** The part of a state that says where it is: these keys may change while the page stays. */
export function addressOf(
  path: string,
  parameters: readonly string[] = [],
): { readonly url: string; readonly params?: object } {
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
