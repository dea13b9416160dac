import fc from 'fast-check';
import { holdsExpression } from '../../../backend-stub/contract/expressions.ts';
import { readManifest, readStep, typedNumber, writeManifest } from '../../../frontend/stage/read-form.ts';
import { finished, withText } from './deployments.ts';

describe('the text of a manifest', () => {
  const text = fc.string({ unit: fc.constantFrom('$', '{', '\\', 'a', '\n') });

  it('is shown as its author wrote it, and a literal one never reaches Orca as an expression', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('literal' as const, 'evaluate' as const), (written, expressions) => {
        const stored = writeManifest(finished(), written, expressions);
        expect(readManifest(stored)).toMatchObject({ kind: 'shown', value: { text: written, expressions } });
        if (expressions === 'literal') expect(holdsExpression(JSON.stringify(stored))).toBe(false);
      }),
    );
  });

  it('stays the same to its author when its expressions are meant in another way', () => {
    const literal = writeManifest(finished(), 'a: ${b}', 'literal');
    expect(writeManifest(literal, 'a: ${b}', 'evaluate')).toEqual(withText('a: ${b}', 'evaluate'));
  });

  it('is told apart when somebody stored it by hand so that Orca would evaluate it', () => {
    expect(readManifest(withText('a: ${b}'))).toMatchObject({ value: { text: 'a: ${b}', unprotected: true } });
  });

  it.each([
    ['the manifest', { manifest: 'text' }, ['manifest']],
    ['its source', { manifest: { source: 'artifact' } }, ['manifest', 'source']],
    ['its text', { manifest: { source: 'text', text: 3 } }, ['manifest', 'text']],
    ['its expressions', { manifest: { source: 'text', text: '', expressions: 'x' } }, ['manifest', 'expressions']],
  ])('is not shown when %s has another shape', (_, changes, path) => {
    expect(readManifest(finished(changes))).toMatchObject({ kind: 'misfit', path });
  });
});

it.each([
  [{ setWeight: { weight: 25 } }, { kind: 'weight', weight: '25' }],
  [{ setWeight: {} }, { kind: 'weight', weight: '' }],
  [{ setWeight: { weight: '2x' } }, { kind: 'weight', weight: '2x' }],
  [{ pause: {} }, { kind: 'timed', duration: '', unit: '' }],
  [{ pause: { untilApproved: true } }, { kind: 'approval', roles: [], notRequester: false }],
  [
    { pause: { untilApproved: true, requiresRoles: ['a'], notRequester: true } },
    { kind: 'approval', roles: ['a'], notRequester: true },
  ],
  [
    { pause: { untilApproved: true, notRequester: 'yes' } },
    { kind: 'misfit', value: { pause: { untilApproved: true, notRequester: 'yes' } } },
  ],
  [{ pause: { untilApproved: false } }, { kind: 'misfit', value: { pause: { untilApproved: false } } }],
  [{ setWeight: 25 }, { kind: 'misfit', value: { setWeight: 25 } }],
  [{ analysis: {} }, { kind: 'misfit', value: { analysis: {} } }],
  ['pause', { kind: 'misfit', value: 'pause' }],
])('reads the step %j', (written, shown) => {
  expect(readStep(written)).toEqual(shown);
});

it.each([
  ['', undefined],
  ['25', 25],
  ['0', 0],
  ['025', '025'],
  ['2.5', '2.5'],
  ['-1', '-1'],
  ['${weight}', '${weight}'],
  ['99999999999999999999', '99999999999999999999'],
])('keeps what was typed for a number: %j as %j', (text, kept) => {
  expect(typedNumber(text)).toBe(kept);
});
