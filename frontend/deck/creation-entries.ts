import * as core from '@spinnaker/core';
import { fieldOf } from './field-of.ts';

/** Shows a dialog for a name, which may be empty: resolves with an object that has the `name` created, rejects when it is dismissed. */
export type ShowCreation = (name: string) => PromiseLike<unknown>;

/** Ours; it is given Deck's own, for when ours fails. */
export type ShowInstead = (name: string, showDecks: ShowCreation) => PromiseLike<unknown>;

/**
 * Puts a dialog in the place of Deck's, for its button on each page and for `#/applications?create=NAME`. Newer Decks have one
 * function that every caller calls; current ones open a dialog of AngularJS by the name of its controller, and where another plugin
 * has named a controller of its own, that one is left alone. Throws when this Deck has neither.
 */
export function replaceCreation(show: ShowInstead): void {
  const modal: unknown = Reflect.get(core, 'CreateApplicationModal');
  if (typeof modal === 'function') return replaceShow(modal, show);
  const service = fieldOf(fieldOf(core, 'ModalInjector'), 'modalService');
  if (typeof service === 'object' && service !== null) return replaceOpen(service, show);
  throw new Error('This Deck has no dialog for creating applications that could be replaced.');
}

function replaceShow(modal: object, show: ShowInstead): void {
  const own = methodOf(modal, 'show');
  Reflect.set(modal, 'show', (name: unknown) => show(textOf(name), async (typed) => own(typed)));
}

const controller = 'CreateApplicationModalCtrl';

function replaceOpen(service: object, show: ShowInstead): void {
  const own = methodOf(service, 'open');
  Reflect.set(service, 'open', (options: unknown) => {
    if (fieldOf(options, 'controller') !== controller) return own(options);
    const named = fieldOf(fieldOf(options, 'resolve'), 'name');
    const showDecks: ShowCreation = async (typed) => fieldOf(own(withName(options, typed)), 'result');
    return { result: show(isFunction(named) ? textOf(Reflect.apply(named, undefined, [])) : '', showDecks) };
  });
}

/** AngularJS asks for what a dialog is given by functions. */
function withName(options: unknown, name: string): object {
  const resolve = fieldOf(options, 'resolve');
  return { ...objectOf(options), resolve: { ...objectOf(resolve), name: () => name } };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function methodOf(object: object, name: string): (argument: unknown) => unknown {
  const method: unknown = Reflect.get(object, name);
  if (!isFunction(method)) throw new Error(`This Deck has no ${name} where its dialogs are shown.`);
  return (argument) => Reflect.apply(method, object, [argument]);
}

function isFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}
