import { HandOvers, leftToOthers } from '../../../backend-stub/reconcile/hand-overs.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';

describe('a deployment that can not be opened here', () => {
  it('is left to the other replicas for a while, once, and once more when it is to be ended', () => {
    const clock = new HandClock();
    const handOvers = new HandOvers(clock);
    const begun = [handOvers.begin('a', false), handOvers.begin('a', true)];
    expect([begun, handOvers.underWay()]).toEqual([[true, true], ['a']]);
    clock.move(leftToOthers);
    expect([handOvers.underWay(), handOvers.begin('a', false)]).toEqual([[], false]);
    expect([handOvers.begin('a', true), handOvers.underWay()]).toEqual([true, ['a']]);
    clock.move(leftToOthers);
    expect([handOvers.begin('a', true), handOvers.begin('a', false), handOvers.underWay()]).toEqual([false, false, []]);
  });

  it('is forgotten when somebody else has it or it has ended, and not for having been left', () => {
    const clock = new HandClock();
    const handOvers = new HandOvers(clock);
    for (const id of ['a', 'b']) handOvers.begin(id, true);
    const left = handOvers.underWay();
    clock.move(leftToOthers);
    handOvers.keepOnly(left, new Set());
    handOvers.keepOnly([], new Set(['a']));
    expect([handOvers.begin('a', true), handOvers.begin('b', true)]).toEqual([false, true]);
  });
});
