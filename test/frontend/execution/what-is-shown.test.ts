import fc from 'fast-check';
import { consequences } from '../../../frontend/execution/decision-words.ts';
import { headlineOf } from '../../../frontend/execution/headline.ts';
import { historyOf } from '../../../frontend/execution/history.ts';
import { keepEqual } from '../../../frontend/execution/keep-equal.ts';
import { offersOf, seenOn } from '../../../frontend/execution/offers.ts';
import { nextLook } from '../../../frontend/execution/polling.ts';
import { standingOf } from '../../../frontend/execution/standing.ts';
import { timelineOf } from '../../../frontend/execution/timeline.ts';
import { detailsIn, situations } from './recorded.ts';

describe('when the service is asked again', () => {
  const watching = { active: true, hidden: false, settled: false, failures: 0 };
  it.each([
    ['every two seconds while all goes well', {}, 2000],
    ['after five seconds when it failed', { failures: 1 }, 5000],
    ['after fifteen when it goes on failing', { failures: 3 }, 15_000],
    ['not while another tab of the details is shown', { active: false }, undefined],
    ['not while nobody sees the page', { hidden: true }, undefined],
    ['not after the end', { settled: true }, undefined],
  ])('%s', (_title, part, wait) => {
    expect(nextLook({ ...watching, ...part })).toBe(wait);
  });
});

describe('answers that are alike', () => {
  it('are kept as the same objects, so that only what changed is drawn again', () => {
    const before = detailsIn('ten-rollouts-with-100-pods');
    const next = detailsIn('ten-rollouts-with-100-pods');
    expect(keepEqual(before, next)).toBe(before);
    const changed = {
      ...next,
      rollouts: next.rollouts.map((one, index) => (index === 3 ? { ...one, stepIndex: 2 } : one)),
    };
    const kept = keepEqual(before, changed);
    expect(kept).toEqual(changed);
    expect(kept.rollouts.map((rollout, index) => rollout === before.rollouts[index])).toEqual(
      before.rollouts.map((_rollout, index) => index !== 3),
    );
    expect(kept.live).toBe(before.live);
  });

  it('never become anything else than the new answer', () => {
    // As it comes over the wire, where -0 is 0.
    const json = fc.jsonValue().map((value): unknown => copyOf(value));
    fc.assert(
      fc.property(json, json, (before, next) => {
        expect(keepEqual(before, next)).toEqual(next);
        if (typeof next === 'object') expect(keepEqual(next, copyOf(next))).toBe(next);
      }),
    );
  });
});

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const offered = (situation: string): unknown =>
  offersOf(detailsIn(situation)).map(({ action, obstacle }) => (obstacle === undefined ? action : `${action}, but`));

describe('what can be decided', () => {
  it.each([
    ['waiting-for-approval', ['approve', 'promoteFully', 'abort']],
    ['waiting-for-approval-of-others', ['approve, but', 'promoteFully, but', 'abort']],
    ['waiting-seen-by-a-reader', ['approve, but', 'promoteFully, but', 'abort, but']],
    ['timed-pause', ['promoteFully', 'abort']],
    ['stalled', ['promoteFully, but', 'abort']],
    ['aborted-outside', ['retry']],
    ['first-deployment', []],
    ['first-deployment-stalled', []],
    ['blocked', ['abort']],
    ['three-rollouts-one-stalled', ['approve, but', 'promoteFully', 'abort']],
    ['three-rollouts-waiting', ['approve', 'promoteFully', 'abort']],
  ])('when %s: %j', (situation, actions) => {
    expect(offered(situation)).toEqual(actions);
  });

  it.each(situations.filter((situation) => detailsIn(situation).phase === 'ended'))(
    'nothing after the end: %s',
    (ended) => {
      expect(offered(ended)).toEqual([]);
    },
  );

  it('is to abort while a Deployment is taken over, though no rollout has begun', () => {
    const details = { ...detailsIn('first-deployment'), phase: 'adopting', rollouts: [] } as const;
    expect(offersOf(details)).toEqual([{ action: 'abort' }]);
    expect(consequences('abort', details)).toContain('Nothing of the new version is applied.');
    expect([seenOn(details), standingOf(details).label]).toEqual([[], 'Taking over']);
  });

  it('says which rollout an approval waits for', () => {
    const [approve] = offersOf(detailsIn('three-rollouts-one-stalled'));
    expect(approve?.obstacle).toMatch(/On the way: worker\.$/);
  });

  it('says who is faster while his decision is carried out', () => {
    const details = detailsIn('waiting-for-approval');
    const decision = { id: '1', action: 'approve', by: 'bob', at: details.createdAt, state: 'accepted' } as const;
    expect(offersOf({ ...details, decisions: [decision] })[0]).toEqual({
      action: 'approve',
      obstacle: 'bob decided this already; it is being carried out.',
    });
  });

  it('is about what is on the screen', () => {
    const details = detailsIn('waiting-for-approval');
    const [rollout] = details.rollouts;
    expect(seenOn(details)).toEqual([{ rollout: 'shop', podHash: rollout?.podHash, stepIndex: 1 }]);
  });
});

describe('the state in a word', () => {
  it.each([
    ['waiting-for-approval', { tone: 'asks', label: 'Waiting for approval' }],
    ['timed-pause', { tone: 'quiet', label: 'Timed pause' }],
    ['first-deployment', { tone: 'busy', label: 'Rolling out' }],
    ['stalled', { tone: 'bad', label: 'Stalled' }],
    ['aborted-outside', { tone: 'bad', label: 'Aborted, can be retried' }],
    ['succeeded', { tone: 'good', label: 'Succeeded' }],
  ])('%s', (situation, standing) => {
    expect(standingOf(detailsIn(situation))).toEqual(standing);
  });

  it('of a pause that none of the steps asked for is no approval', () => {
    const details = detailsIn('timed-pause');
    const rollouts = details.rollouts.map(({ waiting: _waiting, ...rollout }) => rollout);
    expect(standingOf({ ...details, rollouts }).label).toBe('Paused');
  });
});

describe('the first line', () => {
  it.each([
    ['waiting-for-approval', 'Whoever has the role release may approve, and so may you.'],
    ['waiting-for-approval-of-others', 'Whoever has the role release may approve; you may not.'],
    ['three-rollouts-waiting', 'Whoever may deploy here may approve, and so may you.'],
    ['timed-pause', 'It goes on by itself.'],
    ['stalled', undefined],
    ['succeeded', undefined],
  ])('says who may act when %s', (situation, who) => {
    expect(headlineOf(detailsIn(situation)).who).toBe(who);
  });

  it('says since when it waits, and when it ended', () => {
    const waiting = detailsIn('waiting-for-approval');
    expect(headlineOf(waiting).since).toEqual({ word: 'Since', at: waiting.rollouts[0]?.waiting?.since });
    const ended = detailsIn('succeeded');
    expect(headlineOf(ended).since).toEqual({ word: 'Ended', at: ended.endedAt });
  });

  it('counts what many rollouts do', () => {
    const details = detailsIn('ten-rollouts-with-100-pods');
    const rollouts = details.rollouts.map((rollout, index) =>
      index < 3 ? { ...rollout, situation: 'progressing' as const } : rollout,
    );
    expect(headlineOf({ ...details, rollouts }).sentence).toBe('10 rollouts: 3 rolling out, 7 waiting for approval.');
  });

  it('leaves the troubles of pods to the place they have', () => {
    expect(headlineOf(detailsIn('stalled')).sentence).toMatch(/makes no progress at step 1 of 4 .* are available\.$/);
  });
});

describe('the steps', () => {
  const states = (situation: string): readonly string[] => {
    const details = detailsIn(situation);
    return timelineOf(details, Date.parse(details.createdAt)).map(({ label, state }) => `${label} ${state}`);
  };

  it('tell what is done, what is now and what is to come', () => {
    expect(states('waiting-for-approval')).toEqual([
      '25 % done',
      'approval current',
      '50 % next',
      '5 minutes next',
      '100 % next',
    ]);
    expect(states('succeeded').every((state) => state.endsWith(' done'))).toBe(true);
  });

  it('are those of the rollout that is furthest behind', () => {
    expect(states('three-rollouts-one-stalled')[0]).toBe('25 % current');
  });

  it('are counted where there are many, but for those around the current one', () => {
    const details = detailsIn('waiting-for-approval');
    const steps = Array.from({ length: 50 }, (_, index) => ({ setWeight: { weight: index } }));
    const labelsAt = (stepIndex: number): readonly string[] => {
      const rollouts = details.rollouts.map((rollout) => ({ ...rollout, stepIndex }));
      return timelineOf({ ...details, steps, rollouts }, 0).map(({ label, state }) => `${label} ${state}`);
    };
    expect(labelsAt(20)).toEqual([
      '17 more steps done',
      ...['17 % done', '18 % done', '19 % done', '20 % current'],
      ...Array.from({ length: 8 }, (_, index) => `${21 + index} % next`),
      '21 more steps next',
      '100 % next',
    ]);
    expect(labelsAt(0)[0]).toBe('0 % current');
    expect(labelsAt(50).slice(-2)).toEqual(['49 % done', '100 % current']);
  });

  it('claim nothing of a deployment that ended on its way', () => {
    expect(states('aborted').every((state) => state.endsWith(' planned'))).toBe(true);
  });

  it('count a timed pause down', () => {
    const details = detailsIn('timed-pause');
    const until = Date.parse(details.rollouts[0]?.waiting?.until ?? '');
    expect(timelineOf(details, until - 61_000)[3]).toMatchObject({ label: '5 minutes', note: '1:01 left' });
    expect(timelineOf(details, until + 1)[3]?.note).toBe('over, goes on any moment');
  });
});

describe('the history', () => {
  it('holds events and decisions, newest first', () => {
    const entries = historyOf(detailsIn('succeeded'));
    const times = entries.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((left, right) => right - left));
    expect(entries.find(({ who }) => who !== undefined && entries.length > 0)).toMatchObject({
      what: 'promoted fully',
    });
    expect(entries).toContainEqual(
      expect.objectContaining({ who: 'releaser@example.com', what: 'approved', comment: 'error rate is flat' }),
    );
  });

  it('tells a decision once', () => {
    const told = historyOf(detailsIn('aborted')).map(({ what }) => what);
    expect(told.filter((what) => what === 'Aborted by alice@example.com: bad image.')).toEqual([]);
    expect(historyOf(detailsIn('succeeded')).filter(({ what }) => what.startsWith('Approving by'))).toEqual([]);
  });

  it('says which decision failed, and why', () => {
    const details = detailsIn('waiting-for-approval');
    const decision = {
      id: '1',
      action: 'retry',
      by: 'bob',
      at: details.createdAt,
      state: 'failed',
      result: 'No.',
    } as const;
    expect(historyOf({ events: [], decisions: [decision], giveBacks: [] })).toEqual([
      { key: '1', at: details.createdAt, who: 'bob', what: 'retried', result: 'No.', failed: true },
    ]);
  });
});
