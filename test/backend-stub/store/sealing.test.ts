import { Sealing, type SealedPlan } from '../../../backend-stub/store/sealing.ts';
import { anObject, aSecret } from './a-deployment.ts';

const key = new Uint8Array(32).fill(1);
const otherKey = new Uint8Array(32).fill(2);
const secret = aSecret('login', { data: { password: 'aHVudGVyMg==' } });
const plan = { objects: [anObject(), secret], warnings: ['w'], hash: 'h' };

function changed(sealed: SealedPlan, change: (content: Buffer) => void, name = 'login'): SealedPlan {
  return {
    ...sealed,
    objects: sealed.objects.map((planned) => {
      if (planned.sealed === undefined) return planned;
      const content = Buffer.from(planned.sealed.content, 'base64');
      change(content);
      const metadata = { ...planned.object.metadata, name };
      const object = { ...planned.object, metadata };
      return { ...planned, object, sealed: { ...planned.sealed, content: content.toString('base64') } };
    }),
  };
}

describe('sealing a plan', () => {
  const sealing = new Sealing([key]);

  it('is undone by opening it for the same deployment', () => {
    expect(sealing.open(sealing.seal(plan, 'one'), 'one')).toEqual(plan);
  });

  it('leaves everything else readable, also for a service without a key', () => {
    const open = { ...plan, objects: [anObject(), aSecret('empty', {})] };
    expect(new Sealing([]).seal(open, 'one')).toEqual(open);
    expect(new Sealing([]).open(open, 'one')).toEqual(open);
    expect(sealing.seal(plan, 'one').objects[0]).toEqual(plan.objects[0]);
  });

  it('gives another text each time, so that equal passwords do not show', () => {
    expect(sealing.seal(plan, 'one').objects[1]?.sealed).not.toEqual(sealing.seal(plan, 'one').objects[1]?.sealed);
  });

  it('without a key is SealingKeyMissing and names the object, as is opening', () => {
    const expected = expect.objectContaining({
      name: 'SealingKeyMissing',
      message: expect.stringContaining('Secret login in shop'),
    });
    expect(() => new Sealing([]).seal(plan, 'one')).toThrow(expected);
    expect(() => new Sealing([]).open(sealing.seal(plan, 'one'), 'one')).toThrow(expected);
  });

  it('is done under the first of several keys, and undone by whichever of them it was', () => {
    const both = new Sealing([otherKey, key]);
    expect(both.open(sealing.seal(plan, 'one'), 'one')).toEqual(plan);
    expect(new Sealing([otherKey]).open(both.seal(plan, 'one'), 'one')).toEqual(plan);
  });

  it('under another key is SealingKeyWrong', () => {
    const expected = expect.objectContaining({ name: 'SealingKeyWrong' });
    expect(() => new Sealing([otherKey]).open(sealing.seal(plan, 'one'), 'one')).toThrow(expected);
  });

  it.each([0, 11, 12, -17, -1])('notices a bit that was changed in byte %i', (index) => {
    const damaged = changed(sealing.seal(plan, 'one'), (content) => {
      const place = index < 0 ? content.length + index : index;
      content.writeUInt8(content.readUInt8(place) ^ 1, place);
    });
    expect(() => sealing.open(damaged, 'one')).toThrow(expect.objectContaining({ name: 'SealedDataDamaged' }));
  });

  it('is bound to its deployment and to its object', () => {
    const expected = expect.objectContaining({ name: 'SealedDataDamaged' });
    const sealed = sealing.seal(plan, 'one');
    expect(() => sealing.open(sealed, 'two')).toThrow(expected);
    expect(() =>
      sealing.open(
        changed(sealed, () => undefined, 'other'),
        'one',
      ),
    ).toThrow(expected);
    expect(
      sealing.open(
        changed(sealed, () => undefined),
        'one',
      ),
    ).toEqual(plan);
  });

  it.each([0, 16, 31, 33])('refuses a key of %i bytes', (length) => {
    expect(() => new Sealing([new Uint8Array(length)])).toThrow(RangeError);
  });

  it('notices an envelope that was cut off', () => {
    const sealed = sealing.seal(plan, 'one');
    const objects = sealed.objects.map((planned) =>
      planned.sealed === undefined ? planned : { ...planned, sealed: { ...planned.sealed, content: 'AAAA' } },
    );
    expect(() => sealing.open({ ...sealed, objects }, 'one')).toThrow(
      expect.objectContaining({ name: 'SealedDataDamaged' }),
    );
  });
});
