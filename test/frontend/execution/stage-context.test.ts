import { readStageContext, stageLabel, waitsForApproval } from '../../../frontend/execution/stage-context.ts';
import { orcaStage, recordings, stageIn } from './recorded.ts';

const contextIn = (situation: string): unknown => stageIn(situation).context;

describe('what an execution knows of its deployment', () => {
  it('names the deployment from the moment that Orca has its answer', () => {
    expect(readStageContext(contextIn('waiting-for-approval')).deploymentId).toMatch(/^[0-9a-f-]{36}$/);
    expect(readStageContext(orcaStage('whole-object-payload').context).deploymentId).toBe('d2');
  });

  it('finds the id in the polled address where the answer is not kept', () => {
    const statusEndpoint = 'http://gennaker.gennaker.svc:8081/v1/deployments/abc-1/status';
    expect(readStageContext({ webhook: { statusEndpoint } })).toEqual({ deploymentId: 'abc-1' });
    expect(readStageContext({ statusEndpoint })).toEqual({ deploymentId: 'abc-1' });
    expect(readStageContext({ statusEndpoint: 'http://elsewhere.example.com/runs/abc/status' })).toEqual({});
  });

  it('says what the service last told Orca', () => {
    expect(readStageContext(contextIn('timed-pause')).sentence).toMatch(
      /waits at step 4 of 4 \(pause for 5 minutes\)\.$/,
    );
    expect(stageLabel(contextIn('aborted'))).toMatch(/^Aborted by alice@example.com: bad image\./);
  });

  it('gives the reason of the service before the words of Orca', () => {
    expect(readStageContext(contextIn('aborted')).reason).toMatch(/^Aborted by alice@example.com: bad image\./);
    expect(readStageContext(contextIn('refused'))).toEqual({
      reason: expect.stringMatching(/^Starting a deployment was refused: .*replicas/),
    });
    expect(readStageContext(orcaStage('create409').context).reason).toBe('rejected');
  });

  it.each([
    ['hangcreate', /performing a POST request/],
    ['nourl', /Exception while resolving status check URL/],
    ['poll-connection-refused', /an exception occurred in webhook monitor/],
    ['nullprogress', /did not resolve to a String value/],
    ['noparams-failOn', /^Failed to evaluate \[payload\]/],
    ['perm-bob', /^User 'bob@example.com' is not allowed to execute stage named/],
    ['no-alias', /^No StageDefinitionBuilder implementation for .{400,600}…$/],
  ])('takes the words of Orca where there are no others: %s', (recording, words) => {
    expect(readStageContext(orcaStage(recording).context).reason).toMatch(words);
  });

  it('gives no reason where nothing failed', () => {
    expect(readStageContext(contextIn('succeeded')).reason).toBeUndefined();
    expect(readStageContext(contextIn('waiting-for-approval')).reason).toBeUndefined();
  });

  it.each([undefined, null, 5, 'text', [], {}, { webhook: null }, { webhook: { monitor: 3, body: [] } }])(
    'reads nothing from what is no context: %j',
    (context) => {
      expect(readStageContext(context)).toEqual({});
      expect(waitsForApproval(context)).toBe(false);
      expect(stageLabel(context)).toBeUndefined();
    },
  );

  it.each(recordings)('reads what a real Orca kept: %s', (recording) => {
    expect(() => readStageContext(orcaStage(recording).context)).not.toThrow();
    expect(waitsForApproval(orcaStage(recording).context)).toBe(false);
  });
});

describe('the mark in the execution list', () => {
  it('is there while people are asked to approve', () => {
    expect(waitsForApproval(contextIn('waiting-for-approval'))).toBe(true);
  });

  it.each(['timed-pause', 'stalled', 'succeeded', 'aborted', 'canceled', 'refused'])(
    'is not there when %s',
    (situation) => {
      expect(waitsForApproval(contextIn(situation))).toBe(false);
    },
  );

  it('is not there any more when the stage has ended at its approval', () => {
    const body = { status: 'CANCELED', progress: 'Rollout web waits at step 2 of 4 for approval.' };
    expect(waitsForApproval({ webhook: { monitor: { body } } })).toBe(false);
  });
});
