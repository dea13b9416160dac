import * as core from '@spinnaker/core';
import { fieldOf } from './field-of.ts';

export interface MountedTemplate {
  readonly template: string;
  /** By the names under which the template finds them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of these values, the one whose changes are told. */
  readonly watched: string;
  readonly changed: (value: unknown) => void;
}

/** A template of AngularJS inside an element of ours, in a Deck that has AngularJS; returns what takes it away. Throws without it. */
export function mountedTemplate(
  place: HTMLElement,
  { template, values, watched, changed }: MountedTemplate,
): () => void {
  const injector = fieldOf(fieldOf(core, 'ReactInjector'), '$injector');
  const scope = call(call(injector, 'get', ['$rootScope']), '$new', [true]);
  if (typeof scope !== 'object' || scope === null)
    throw new Error('This Deck has no AngularJS to draw a template with.');
  Object.assign(scope, values);
  const link: unknown = Reflect.apply(functionIn(call(injector, 'get', ['$compile'])), undefined, [template]);
  const drawn: unknown = Reflect.apply(functionIn(link), undefined, [scope]);
  const element: unknown = Reflect.get(Object(drawn), 0);
  if (element instanceof Node) place.append(element);
  call(scope, '$watch', [
    watched,
    (value: unknown, before: unknown) => {
      if (value !== before) changed(structuredCopy(value));
    },
    true,
  ]);
  call(scope, '$evalAsync', [() => undefined]);
  return () => {
    call(scope, '$destroy', []);
    place.replaceChildren();
  };
}

/** The template goes on changing its own. */
function structuredCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function call(object: unknown, method: string, parameters: readonly unknown[]): unknown {
  return Reflect.apply(functionIn(fieldOf(object, method)), object, parameters);
}

function functionIn(value: unknown): (...parameters: unknown[]) => unknown {
  if (!isFunction(value)) throw new Error('This Deck has no AngularJS to draw a template with.');
  return value;
}

function isFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return typeof value === 'function';
}
