import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { at, isRecord } from '../deployment/kubernetes-object.ts';

export interface ProfileText {
  readonly file: string;
  readonly text: string;
}

/** A file in which a service of Spinnaker is configured, or a part of one. */
export interface Profile {
  readonly file: string;
  readonly value: unknown;
  /** `orca-local.yml line 12, webhook.preconfigured[0].url`; the nearest line where the key is not there. */
  readonly place: (path: ProfilePath) => string;
}

export type ProfilePath = readonly (string | number)[];

export type ReadProfile =
  | { readonly kind: 'read'; readonly profile: Profile }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string };

/**
 * Of a `<service>-local.yml`, or of a SpinnakerService, in which it lies under its service's name. Whatever a file holds, no
 * more of it than keys is ever told.
 */
export function readProfile({ file, text }: ProfileText, service: 'orca' | 'gate'): ReadProfile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [error] = document.errors;
  if (error !== undefined)
    return { kind: 'unreadable', file, why: `it is no YAML at line ${error.linePos?.[0].line ?? '?'}` };
  const whole: unknown = document.toJS();
  const root = ['spec', 'spinnakerConfig', 'profiles', service];
  const isPatch = at(whole, 'kind') === 'SpinnakerService';
  const value = isPatch ? at(whole, ...root) : whole;
  if (!isRecord(value)) return { kind: 'unreadable', file, why: `it holds no configuration of ${service}` };
  const before: ProfilePath = isPatch ? root : [];
  return {
    kind: 'read',
    profile: {
      file,
      value,
      place: (path) => `${file}${lineOf(document, counter, [...before, ...path])}, ${written(path)}`,
    },
  };
}

function lineOf(document: Document, counter: LineCounter, path: ProfilePath): string {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return ` line ${counter.linePos(offset).line}`;
  }
  return '';
}

/** Of the key, where there is one: its value may begin a line below. */
function offsetOf(document: Document, path: ProfilePath): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const key = parent.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === last);
    return isScalar(key) ? key.range?.[0] : undefined;
  }
  const item = isSeq(parent) && typeof last === 'number' ? parent.items[last] : undefined;
  return isMap(item) || isScalar(item) ? item.range?.[0] : undefined;
}

function written(path: ProfilePath): string {
  return path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`;
    return before === '' ? part : `${before}.${part}`;
  }, '');
}
