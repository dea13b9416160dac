import { canAbort, nextAbortStep } from '../../../backend-stub/deployment/ending.ts';
import type { AbortStep } from '../../../backend-stub/deployment/ending.ts';
import { boundTo, first, recorded, second, stateOf, stream } from './situations.ts';
import { readRollout } from '../../../backend-stub/deployment/rollout.ts';

describe('the next step of an abort on recorded moments', () => {
  it.each(
    [
      ['waiting-at-approval', second, first, 'patch'],
      ['stalled-crash', '5695d84b49', first, 'patch'],
      ['promoting-fully', second, first, 'patch'],
      ['aborting', '6d9bf9759b', first, 'wait'],
      ['aborted-by-person', '6d9bf9759b', first, 'restore'],
      ['aborted-by-deadline', '5695d84b49', first, 'restore'],
      ['aborted-template-restored', '6d9bf9759b', first, 'done'],
      ['superseded', second, first, 'done'],
      ['succeeded', second, first, 'done'],
      ['deleted', second, first, 'done'],
      ['recreated', second, first, 'done'],
      ['first-deployment-stalled-crash', '5fb8d98b8b', undefined, 'done'],
    ].map((row) => ({ name: row[0], row })),
  )('$name', ({ row: [situation = '', podHash = '', stable, kind] }) => {
    const moment = recorded(situation);
    expect(nextAbortStep(boundTo(moment, podHash, stable), stateOf(moment), true).kind).toBe(kind);
  });

  it('waits for Argo, restores once and is done, over a recorded abort', () => {
    const moment = recorded('aborted-by-person');
    const { events } = stream('abort-and-restore');
    const binding = { ...boundTo(moment, '6d9bf9759b', first), uid: events[0]?.object.metadata.uid ?? '' };
    const kinds = events
      .map(({ object }) => readRollout(object))
      .filter(({ podHash, abort }) => podHash === binding.podHash || podHash === first || abort)
      .map((state) => nextAbortStep(binding, state, true).kind)
      .filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds).toEqual(['wait', 'restore', 'done']);
  });

  it('does not wait for an abort of a spec that Argo refuses: only the template is put back', () => {
    const moment = recorded('waiting-at-approval');
    const conditions = stateOf(recorded('invalid-spec'))?.conditions ?? [];
    const state = { ...stateOf(moment)!, conditions };
    const next = (ours: boolean): AbortStep => nextAbortStep(boundTo(moment, second, first), state, ours);
    expect(next(true)).toEqual({ kind: 'restore', podHash: first });
    expect(next(false)).toMatchObject({ kind: 'done', sentence: expect.stringContaining('does not accept') });
  });

  it('leaves what has no version to go back to, or is promoted already', () => {
    const done = recorded('succeeded');
    expect(canAbort(boundTo(done, second, first), stateOf(done)!)).toBe(false);
    const begun = recorded('first-deployment-progressing');
    expect(canAbort(boundTo(begun, first), stateOf(begun)!)).toBe(false);
  });
});
