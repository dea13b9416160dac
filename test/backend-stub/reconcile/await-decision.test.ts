import { setTimeout as pause } from 'node:timers/promises';
import type { DecisionRecord } from '../../../backend-stub/deployment/record.ts';
import { Announcements } from '../../../backend-stub/reconcile/announcements.ts';
import { awaitDecision } from '../../../backend-stub/reconcile/await-decision.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { aDecision } from '../store/a-deployment.ts';

const done = { state: 'done', result: 'Argo Rollouts has acted on it.' } as const;

/** A store of one decision, which counts how often it is asked. */
class OneDecision {
  asked = 0;
  decision = aDecision('deployment-a');
  readonly store = {
    decisions: async (): Promise<readonly DecisionRecord[]> => {
      this.asked += 1;
      return [this.decision];
    },
  };

  settle(): void {
    this.decision = { ...this.decision, ...done };
  }
}

describe('whoever waits for what comes of a decision', () => {
  let kept: OneDecision;
  let settled: Announcements;
  let clock: HandClock;
  beforeEach(() => {
    [kept, settled, clock] = [new OneDecision(), new Announcements(), new HandClock()];
  });
  const answer = (leads = false) =>
    awaitDecision({ store: kept.store, settled, clock, leads: () => leads }, kept.decision);

  it('asks the store once when this replica tells of an end', async () => {
    const waiting = answer();
    kept.settle();
    settled.announce('deployment-a', []);
    expect((await waiting).state).toBe('done');
    expect(kept.asked).toBe(1);
  });

  it('asks the store nothing when this replica tells what came of it', async () => {
    const waiting = answer();
    settled.announce('deployment-a', [{ id: kept.decision.id, state: 'failed', result: 'The step had moved.' }]);
    expect(await waiting).toMatchObject({ state: 'failed', result: 'The step had moved.' });
    expect(kept.asked).toBe(0);
  });

  it('asks the store nothing for seconds, where this replica carries it out', async () => {
    const waiting = answer(true);
    await pause(1200);
    expect(kept.asked).toBe(0);
    settled.announce('deployment-a', [{ id: kept.decision.id, ...done }]);
    expect((await waiting).state).toBe('done');
  });

  it('gets the answer from the store in the end, where this replica was to carry it out and another one has', async () => {
    const waiting = answer(true);
    kept.settle();
    clock.move(10_000);
    expect((await waiting).state).toBe('done');
  });

  it('is not woken by what is announced of another deployment', async () => {
    const waiting = answer();
    settled.announce('deployment-b', []);
    await new Promise(setImmediate);
    expect(kept.asked).toBe(0);
    kept.settle();
    settled.announce('deployment-a', []);
    expect((await waiting).state).toBe('done');
  });

  it('also gets the answer when another replica carries it out, which announces nothing here', async () => {
    const waiting = answer();
    kept.settle();
    expect((await waiting).state).toBe('done');
  });

  it('is told that it was accepted when it takes too long', async () => {
    const waiting = answer();
    clock.move(10_000);
    settled.announce('deployment-a', []);
    expect((await waiting).state).toBe('accepted');
  });
});
