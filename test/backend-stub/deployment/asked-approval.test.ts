import { approvalMessage, callEvents, callsFor, withCalls } from '../../../backend-stub/deployment/approver-call.ts';
import type { ApproverCall } from '../../../backend-stub/deployment/approver-call.ts';
import { askedApproval } from '../../../backend-stub/deployment/asked-approval.ts';
import { waitingDeployment, waitingRollout } from '../reconcile/waiting-deployment.ts';
import type { StageDeployment } from '../store/a-deployment.ts';

const done = waitingRollout({ name: 'api', situation: 'succeeded', stepIndex: 2 });
const underway = waitingRollout({ name: 'api', situation: 'progressing', stepIndex: 0 });
const { waiting: _nothing, ...moving } = underway;

describe('an approval', () => {
  it('is asked for when all rollouts that are not done have come to it', () => {
    const roles = waitingRollout({ waiting: { reason: 'approval', requiresRoles: ['release'] } });
    expect(askedApproval([roles, done], [])).toEqual({ stepIndex: 1, round: 0, roles: ['release'] });
  });

  it.each([
    ['no rollout is there yet', []],
    ['one is still on its way', [waitingRollout(), moving]],
    ['one waits at another step', [waitingRollout(), waitingRollout({ name: 'api', stepIndex: 3 })]],
    ['one waits for a time', [waitingRollout(), waitingRollout({ waiting: { reason: 'time' } })]],
    ['all are done', [done]],
  ])('is not asked for while %s', (_case, rollouts) => {
    expect(askedApproval(rollouts, [])).toBeUndefined();
  });

  it('is asked for anew after each retry, and not after one that failed', () => {
    const decisions = [
      { action: 'retry', state: 'done' },
      { action: 'approve', state: 'done' },
      { action: 'retry', state: 'failed' },
    ] as const;
    expect(askedApproval([waitingRollout()], decisions)?.round).toBe(1);
  });
});

const notifications = [
  { type: 'slack', address: '#releases' },
  { type: 'microsoftteams', address: 'https://teams.example.com/webhook/secret' },
] as const;

function calling(requiresRoles: readonly string[] = []): StageDeployment {
  const record = waitingDeployment({ requiresRoles });
  return { ...record, policy: { ...record.policy, notifications } };
}

describe('what approvers are sent', () => {
  const asked = (roles: readonly string[]) => ({ stepIndex: 1, round: 0, roles });

  it('is one call for each recipient', () => {
    expect(callsFor(calling(), asked([])).map(({ recipient }) => recipient)).toEqual([0, 1]);
  });

  it('says what waits, what is new, and who may approve, with the way there', () => {
    const record = calling(['release', 'sre']);
    const deckUrl = 'https://deck.example.com';
    const message = approvalMessage(record, { asked: asked(['release', 'sre']), recipient: 0, deckUrl });
    expect(message).toMatchObject({
      subject: 'Approval needed: Deploy web (shop) waits at step 2 of 2',
      paragraphs: [
        'Rollout web in shop waits at step 2 of 2 for approval.',
        'New version: registry.example.com/web:2. Started by alice@example.com.',
        'Whoever has one of the roles release, sre, with EXECUTE on application shop and WRITE on account prod, may approve.',
      ],
      link: `https://deck.example.com/#/applications/shop/executions/details/${record.origin.stage.executionId}`,
    });
  });

  it('names the execution where nobody has said where Deck is', () => {
    const record = calling();
    const message = approvalMessage(record, { asked: asked([]), recipient: 0 });
    expect(message?.paragraphs.slice(-2)).toEqual([
      'Whoever has EXECUTE on application shop and WRITE on account prod may approve.',
      `Open execution ${record.origin.stage.executionId} of application shop in Deck.`,
    ]);
    expect(message).not.toHaveProperty('link');
  });

  it('names no execution, and leads to none, where a machine started it', () => {
    const record = { ...calling(), origin: { kind: 'machine', subject: 'ci', key: 'k', request: 'r' } } as const;
    const deckUrl = 'https://deck.example.com';
    const message = approvalMessage(record, { asked: asked([]), recipient: 0, deckUrl });
    expect([message?.subject, message?.paragraphs.at(-1)]).toEqual([
      'Approval needed: a deployment of machine ci (shop) waits at step 2 of 2',
      `It is deployment ${record.id}, which stands in no pipeline: it is decided about through Gate.`,
    ]);
    for (const absent of ['link', 'executionId', 'pipeline']) expect(message).not.toHaveProperty(absent);
  });
});

describe('what came of calls', () => {
  const call = (changes: Partial<ApproverCall>): ApproverCall => ({
    ...{ deploymentId: 'd', stepIndex: 1, round: 0, recipient: 0, attempts: 1, state: 'sent' },
    changedAt: new Date('2026-11-22T10:00:01Z'),
    ...changes,
  });

  it('is told in the timeline, at its time', () => {
    const record = { ...calling(), events: [event('10:00:00', 'It waits.'), event('10:00:02', 'Approved.')] };
    expect(withCalls(record, [call({})]).map(({ sentence }) => sentence)).toEqual([
      'It waits.',
      'Approvers were called about step 2: slack #releases.',
      'Approved.',
    ]);
  });

  it('says why somebody was not called, and keeps the address of a webhook', () => {
    const failed = call({ recipient: 1, state: 'failed', reason: 'Echo answered 400; its log says why.' });
    expect(callEvents([failed], calling())).toEqual([
      {
        at: '2026-11-22T10:00:01.000Z',
        sentence: 'Approvers were not called about step 2 by microsoftteams: Echo answered 400; its log says why.',
      },
    ]);
  });

  it.each(['due', 'sending'] as const)('is not told while it is under way: %s', (state) => {
    expect(callEvents([call({ state })], calling())).toEqual([]);
  });
});

function event(time: string, sentence: string): { readonly at: string; readonly sentence: string } {
  return { at: `2026-11-22T${time}.000Z`, sentence };
}
