import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import { rightsWords } from '../../../frontend/execution/decision-words.ts';
import { headlineOf } from '../../../frontend/execution/headline.ts';
import { historyOf } from '../../../frontend/execution/history.ts';
import { timelineOf } from '../../../frontend/execution/timeline.ts';
import { Part } from '../../../frontend/service/part.ts';
import { readDetails, readGiveBack } from '../../../frontend/service/read-details.ts';
import { answerIn, detailsIn } from './recorded.ts';
import { isFields } from '../../../backend-stub/contract/reading.ts';

describe('by whose word somebody may decide', () => {
  const viewer = { user: 'alice@example.com', may: [], mayGiveBack: false };

  it('is said with its age', () => {
    expect(rightsWords({ ...viewer, secondsOld: 3 })).toBe(
      'You are alice@example.com. What you may is as Fiat said 3 s ago, and is asked again when you decide.',
    );
  });

  it('says that Fiat calls them an admin', () => {
    expect(rightsWords({ ...viewer, asAdmin: true, secondsOld: 0 })).toMatch(
      /^You are alice@example\.com, an admin for Fiat\./,
    );
  });

  it('is nobody’s where access is open', () => {
    expect(rightsWords(viewer)).toBe('');
  });

  it('is read from the answer', () => {
    const answer = answerIn('waiting-for-approval');
    const given = isFields(answer) && isFields(answer['viewer']) ? answer['viewer'] : {};
    const read = (more: object) =>
      readDetails(new Part({ ...(isFields(answer) ? answer : {}), viewer: { ...given, ...more } }, 'answer'));
    expect(read({ asAdmin: true, secondsOld: 4 }).viewer).toMatchObject({ asAdmin: true, secondsOld: 4 });
  });
});

describe('a decision of an admin', () => {
  it('is told as one', () => {
    const decision = { id: 'd', action: 'approve', by: 'root', at: '2026-11-22T10:00:00Z', state: 'done' } as const;
    const details = { ...detailsIn('waiting-for-approval'), events: [], giveBacks: [] };
    const told = (asAdmin: { asAdmin?: true }) =>
      historyOf({ ...details, decisions: [{ ...decision, ...asAdmin }] }).map(({ who, what }) => `${who} ${what}`);
    expect(told({ asAdmin: true })).toEqual(['root approved as an admin']);
    expect(told({})).toEqual(['root approved']);
  });
});

describe('a give-back that an admin asked for', () => {
  it('is told as one', () => {
    const asked = { id: 'g', by: 'root', at: '2026-11-22T10:00:00Z', state: 'done', sentence: 'Done.' } as const;
    const details = { ...detailsIn('waiting-for-approval'), events: [], decisions: [] };
    const told = (asAdmin: { asAdmin?: true }) =>
      historyOf({ ...details, giveBacks: [readGiveBack(new Part({ ...asked, ...asAdmin }, 'answer'))] });
    expect(told({ asAdmin: true })).toMatchObject([{ who: 'root', what: 'asked to give it back as an admin' }]);
    expect(told({})).toMatchObject([{ who: 'root', what: 'asked to give it back' }]);
  });
});

describe('an approval that is not for the requester', () => {
  const details = detailsIn('waiting-for-approval');
  const [rollout] = details.rollouts;
  const steps = details.steps.map((step, index) =>
    index === rollout?.stepIndex ? { pause: { untilApproved: true, notRequester: true } as const } : step,
  );
  const excluding: DeploymentDetails = { ...details, steps };

  it('is said to be for others, in the headline and at its step', () => {
    expect(headlineOf(details).who).not.toContain('but not who asked for it');
    expect(headlineOf(excluding).who).toContain('may approve, but not who asked for it');
    const notes = timelineOf(excluding, Date.now()).map(({ note }) => note);
    expect(notes[rollout?.stepIndex ?? -1]).toBe('not the requester');
  });
});
