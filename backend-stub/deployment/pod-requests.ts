import { isRecord, listAt, recordAt, textAt } from './kubernetes-object.ts';
import { quantityNumber } from './quantities.ts';

/** What one pod asks for, by the words in which a quota counts it: `pods`, `requests.cpu`, `limits.memory`. */
export type Requests = ReadonlyMap<string, number>;

/**
 * As the API server counts a pod: its containers together, or the largest of those that run before them, and the overhead.
 * What a container does not ask for is nothing here; a LimitRange may fill it in.
 */
export function podRequests(template: unknown): Requests {
  const always = [...listAt(template, 'spec', 'containers'), ...initContainers(template, true)];
  const running = always.map(containerRequests).reduce(added, new Map<string, number>());
  const first = initContainers(template, false).map(containerRequests);
  const most = first.reduce((left, right) => merged(left, right, Math.max), running);
  const overhead = amounts(recordAt(template, 'spec', 'overhead'));
  const whole = added(most, new Map([...prefixed('requests', overhead), ...prefixed('limits', overhead)]));
  return new Map([...whole, ['pods', 1]]);
}

/** Those that go on beside the others are marked by this policy. */
function initContainers(template: unknown, goOn: boolean): readonly unknown[] {
  return listAt(template, 'spec', 'initContainers').filter(
    (container) => (textAt(container, 'restartPolicy') === 'Always') === goOn,
  );
}

/** A limit without a request is the request too. */
function containerRequests(container: unknown): Requests {
  const limits = amounts(recordAt(container, 'resources', 'limits'));
  const requests = amounts(recordAt(container, 'resources', 'requests'));
  return new Map([...prefixed('requests', limits), ...prefixed('requests', requests), ...prefixed('limits', limits)]);
}

function prefixed(word: string, values: Requests): readonly (readonly [string, number])[] {
  return [...values].map(([name, value]) => [`${word}.${name}`, value]);
}

/** Quantities as numbers, in the smallest whole of their kind: bytes, or cores. */
export function amounts(values: unknown): Requests {
  if (!isRecord(values)) return new Map();
  return new Map(
    Object.entries(values).flatMap(([name, value]) => {
      const number = quantityNumber(value);
      return number === undefined ? [] : [[name, number] as const];
    }),
  );
}

export function added(left: Requests, right: Requests): Requests {
  return merged(left, right, (one, other) => one + other);
}

export function times(requests: Requests, count: number): Requests {
  return new Map([...requests].map(([name, value]) => [name, value * count]));
}

export function merged(left: Requests, right: Requests, join: (one: number, other: number) => number): Requests {
  const names = new Set([...left.keys(), ...right.keys()]);
  return new Map([...names].map((name) => [name, join(left.get(name) ?? 0, right.get(name) ?? 0)]));
}
