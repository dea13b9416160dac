import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { carries, podHashLabel, withoutPodHash } from '../../../backend-stub/deployment/template.ts';
import { recorded } from './situations.ts';

type Comparison = readonly [name: string, wanted: unknown, actual: unknown, expected: boolean];

const situations = [
  'progressing-at-25',
  'succeeded',
  'first-deployment-healthy',
  'aborted-with-quantity',
  'stalled-crash',
];

describe('whether a ReplicaSet carries the template that was sent', () => {
  it.each(situations)('%s: in spite of defaults and rewritten quantities', (situation) => {
    const { applied, rollout, replicaSets } = recorded(situation);
    const hash = at(rollout, 'status', 'currentPodHash');
    const carrier = replicaSets.find(({ metadata }) => metadata.labels?.[podHashLabel] === hash);
    expect(carries(at(applied.sent, 'spec', 'template'), withoutPodHash(at(carrier, 'spec', 'template')))).toBe(true);
    for (const other of replicaSets.filter((candidate) => candidate !== carrier))
      expect(carries(at(applied.sent, 'spec', 'template'), withoutPodHash(at(other, 'spec', 'template')))).toBe(false);
  });

  it.each([
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a missing field', { a: 1 }, {}, false],
    ['more than was asked for', { a: 1 }, { a: 1, b: 2 }, true],
    ['an empty map against none', { a: {} }, {}, true],
    ['a list of another length', [1], [1, 2], false],
    ['equal quantities', '1.5Gi', '1536Mi', true],
    ['other quantities', '1Gi', '1G', false],
    ['texts that only look like quantities', 'a1', 'b1', false],
    ['zero against nothing', { a: 0 }, {}, true],
    ['zero against five', { a: 0 }, { a: 5 }, false],
  ] satisfies readonly Comparison[])('%s', (...comparison) => {
    const [, wanted, actual, expected] = comparison;
    expect(carries(wanted, actual)).toBe(expected);
  });
});
