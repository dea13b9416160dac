import fc from 'fast-check';
import { look, removeAt, setAt } from '../../../frontend/stage/value-at.ts';

const key = fc.oneof(fc.constantFrom('targets', 'account', '__proto__'), fc.nat({ max: 2 }));
const path = fc.array(key, { maxLength: 4 });

describe('a value at a place', () => {
  it('is found where it was set, or stands in the way as something else that was left alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), path, (root, where) => {
        const changed = setAt(root, where, 'new');
        const seen = look(changed, where);
        if (seen.kind === 'value') expect(seen.value).toBe('new');
        else expect(changed).toEqual(root);
      }),
    );
  });

  it('makes the parts of the way that are missing', () => {
    expect(setAt(undefined, ['targets', 0, 'account'], 'prod')).toEqual({ targets: [{ account: 'prod' }] });
  });

  it('changes nothing else, and not in place', () => {
    const root = { targets: [{ account: 'a', extra: 1 }], other: { b: 2 } };
    const changed = setAt(root, ['targets', 0, 'account'], 'b');
    expect(changed).toEqual({ targets: [{ account: 'b', extra: 1 }], other: { b: 2 } });
    expect(root.targets[0]?.account).toBe('a');
  });

  it('never writes over a value of another shape on its way', () => {
    const root = { targets: 'prod' };
    expect(setAt(root, ['targets', 0, 'account'], 'b')).toEqual(root);
    expect(look(root, ['targets', 0, 'account'])).toEqual({ kind: 'misfit', path: ['targets'], value: 'prod' });
  });

  it('is gone after it was removed, alone', () => {
    expect(removeAt({ a: [1, 2, 3], b: 1 }, ['a', 1])).toEqual({ a: [1, 3], b: 1 });
    expect(removeAt({ a: { c: 1, d: 2 } }, ['a', 'c'])).toEqual({ a: { d: 2 } });
  });

  it('is not removed where there is none', () => {
    const root = { a: 'text' };
    expect(removeAt(root, ['a', 'b'])).toBe(root);
    expect(removeAt(root, [])).toBe(root);
  });
});
