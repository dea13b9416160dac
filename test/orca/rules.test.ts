import {
  accepted,
  calls,
  header,
  json,
  ourStage,
  running,
  saying,
  succeeded,
  token,
  withOurStage,
} from './our-stage.ts';
import type { OurOptions } from './our-stage.ts';
import { at, text } from './recordings.ts';

const start = 'POST /v1/deployments';
const status = 'GET /v1/deployments/d1/status';
const cancel = 'POST /v1/cancel';
const failed = json(200, { status: 'FAILED', progress: 'the pods crash', summary: '' });
const minute = 60_000;

const good: OurOptions = { answers: { [start]: accepted, [status]: saying(running, succeeded) } };
const endless: OurOptions = { answers: { [start]: accepted, [status]: saying(running) } };

describe('our stage in Orca', () => {
  it('posts the deployment with who asks, and keeps the bearer out of the execution', async () => {
    await withOurStage(good, async ({ orca, target, run }) => {
      const { id, stages } = run(ourStage());
      const execution = await orca.finished(id);
      expect(execution.status).toBe('SUCCEEDED');
      const [first] = target.seen;
      expect(JSON.parse(first?.body ?? '')).toEqual({ targets: [{ account: 'prod' }] });
      expect(header(first, 'authorization')).toBe(`Bearer ${token}`);
      expect(header(first, 'x-spin-execution-id')).toBe(id);
      expect(header(first, 'x-spin-stage-id')).toBe(stages[0]?.id);
      expect(header(first, 'x-spin-attempt')).toBe(`${execution.stages[0]?.startTime}`);
      expect(header(first, 'x-spin-run-as')).toBe('alice@example.com');
      expect(header(first, 'transfer-encoding')).toBe('chunked');
      expect(JSON.stringify(execution)).not.toContain(token);
    });
  });

  it('names executions and stages like Spinnaker does', async () => {
    await withOurStage(good, async ({ orca, run }) => {
      const { id, stages } = run(ourStage());
      for (const name of [id, stages[0]?.id]) expect(name).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
      await orca.finished(id);
    });
  });

  it("drops headers that would name a user to Spinnaker's own services, and lets no author change the others", async () => {
    const mine = {
      customHeaders: { 'X-Spin-Run-As': ['admin@example.com'] },
      url: 'http://127.0.0.1:1/',
      payload: 'mine',
    };
    await withOurStage(good, async ({ orca, target, run }) => {
      await orca.finished(run(ourStage(mine)).id);
      expect(header(target.seen[0], 'x-spin-run-as')).toBe('alice@example.com');
      expect(target.seen[0]?.rawHeaders.filter((name) => /^x-spinnaker/i.test(name))).toEqual([]);
    });
  });

  it('evaluates what the service answers, again at the next step', async () => {
    const injecting = json(200, { status: 'RUNNING', progress: 'in ${execution.application}', summary: '' });
    await withOurStage(
      { answers: { [start]: accepted, [status]: saying(injecting) } },
      async ({ orca, clock, run }) => {
        const { id } = run(ourStage());
        clock.beforeJump = async () => {
          const monitor = at(
            JSON.parse(JSON.stringify(orca.execution(id))),
            'stages',
            0,
            'context',
            'webhook',
            'monitor',
          );
          if (at(monitor, 'progressMessage') !== undefined) orca.cancel(id, 'alice@example.com');
        };
        const { stages } = await orca.finished(id);
        expect(at(stages[0]?.context, 'webhook', 'monitor', 'progressMessage')).toBe('in shop');
      },
    );
  });

  it('throws at an answer that only a real Orca could evaluate', async () => {
    const injecting = json(200, { status: 'SUCCEEDED', progress: 'starting ${1+1}', summary: '' });
    await withOurStage({ answers: { [start]: accepted, [status]: saying(injecting) } }, async ({ orca, run }) => {
      const { id } = run(ourStage());
      await expect(orca.finished(id)).rejects.toThrow("does not evaluate '1+1'");
      expect(() => orca.execution(id)).toThrow("does not evaluate '1+1'");
    });
  });

  it('polls on at a status word that it was not told, whatever its case', async () => {
    const odd = json(200, { status: 'WAITING', progress: '', summary: '' });
    const lower = json(200, { status: 'succeeded', progress: '', summary: '' });
    await withOurStage(
      { answers: { [start]: accepted, [status]: saying(odd, odd, lower) } },
      async ({ orca, target, run }) => {
        expect((await orca.finished(run(ourStage()).id)).status).toBe('SUCCEEDED');
        expect(calls(target, status)).toHaveLength(3);
      },
    );
  });
});

describe('a time that is over', () => {
  it('ends a rollout after an hour when the stage says nothing else', async () => {
    await withOurStage(endless, async ({ orca, target, run }) => {
      const { stages } = await orca.finished(run(ourStage()).id);
      expect(at(stages[0]?.context, 'exception', 'details', 'errors', 0)).toMatch(
        /^MonitorWebhookTask of stage .* timeoutValue: 1 hour$/,
      );
      expect(calls(target, cancel)).toHaveLength(1);
      expect(calls(target, status)).toHaveLength(61 + 236);
    });
  });

  it('is stageTimeoutMs instead, when the stage has one', async () => {
    await withOurStage(endless, async ({ orca, run }) => {
      const { stages, status: ended } = await orca.finished(run(ourStage({ stageTimeoutMs: 120 * minute })).id);
      const took = (stages[0]?.endTime ?? 0) - (stages[0]?.startTime ?? 0);
      expect([ended, Math.floor(took / minute)]).toEqual(['TERMINAL', 120]);
      expect(at(stages[0]?.context, 'exception', 'details', 'errors', 0)).toBe(
        'Stage Deploy web progressively timed out after 2 hours 0 minutes 1 second',
      );
    });
  });

  it('makes Orca repeat the POST, since plugin.yaml calls it safe', async () => {
    const answers = { [start]: saying({ kind: 'hang' }, json(500, {})), [status]: saying(succeeded) };
    await withOurStage({ answers }, async ({ orca, clock, target, run }) => {
      const { id } = run(ourStage());
      const told: string[] = [];
      clock.beforeJump = async () => {
        const [stage] = orca.execution(id)?.stages ?? [];
        const error = text(at(stage?.context, 'webhook', 'error'));
        if (error !== '' && told.at(-1) !== error) told.push(error);
        if (calls(target, start).length === 2) orca.cancel(id, 'alice@example.com');
      };
      await orca.finished(id);
      expect(told[0]).toBe(
        `Socket timeout in webhook on POST request for pipeline ${id} to ${target.address}/v1/deployments, will retry.`,
      );
      expect(calls(target, start)).toHaveLength(2);
    });
  });
});

describe('cancel', () => {
  it('is told while a rollout is polled, with the ids of the attempt, and once', async () => {
    await withOurStage(endless, async ({ orca, clock, target, run }) => {
      const { id, stages } = run(ourStage());
      clock.beforeJump = async () => {
        if (calls(target, status).length === 3) orca.cancel(id, 'bob@example.com');
      };
      const ended = await orca.finished(id);
      expect([ended.status, ended.canceledBy]).toEqual(['CANCELED', 'bob@example.com']);
      const told = calls(target, cancel);
      expect(told.map(({ body }): unknown => JSON.parse(body))).toEqual([
        { executionId: id, stageId: stages[0]?.id, attempt: `${ended.stages[0]?.startTime}` },
      ]);
    });
  });

  it('is not told while the first request is still tried', async () => {
    await withOurStage({ answers: { [start]: saying(json(503, {})) } }, async ({ orca, clock, target, run }) => {
      const { id } = run(ourStage());
      clock.beforeJump = async () => {
        if (calls(target, start).length === 2) orca.cancel(id, 'bob@example.com');
      };
      expect((await orca.finished(id)).status).toBe('CANCELED');
      expect(calls(target, cancel)).toEqual([]);
    });
  });

  it.each([
    ['the service says CANCELED', accepted, saying(json(200, { status: 'CANCELED', progress: '', summary: '' }))],
    ['the service says FAILED', accepted, saying(failed)],
    ['the first request is refused', saying(json(422, {})), saying(running)],
    ['a poll is answered without a progress', accepted, saying(json(200, { status: 'RUNNING' }))],
  ])('is told as well when %s', async (_when, first, poll) => {
    await withOurStage({ answers: { [start]: first, [status]: poll } }, async ({ orca, target, run }) => {
      await orca.finished(run(ourStage()).id);
      expect(calls(target, cancel)).toHaveLength(1);
    });
  });

  it('is told when the stage failed but the pipeline goes on', async () => {
    const answers = { [start]: accepted, [status]: saying(failed) };
    await withOurStage({ answers }, async ({ orca, target, run }) => {
      const lenient = ourStage({ continuePipeline: true, failPipeline: false });
      const ended = await orca.finished(run(lenient, { type: 'wait', waitTime: 1, requisiteStageRefIds: ['1'] }).id);
      expect([ended.status, ...ended.stages.map((stage) => stage.status)]).toEqual([
        'SUCCEEDED',
        'FAILED_CONTINUE',
        'SUCCEEDED',
      ]);
      expect(calls(target, cancel)).toHaveLength(1);
    });
  });

  it('is not told to a branch that ends because another branch failed', async () => {
    const branch = (refId: string): ReturnType<typeof ourStage> =>
      ourStage({ refId, name: refId, deployment: { branch: refId } });
    let posts = 0;
    const answers: OurOptions['answers'] = {
      [start]: (request, address) => {
        posts += 1;
        const id = request.body.includes('bad') ? 'bad' : 'good';
        return json(202, { statusUrl: `${address}/v1/deployments/${id}/status` });
      },
      'GET /v1/deployments/good/status': saying(running),
      'GET /v1/deployments/bad/status': saying(running, running, failed),
    };
    await withOurStage({ answers }, async ({ orca, target, run }) => {
      const ended = await orca.finished(run(branch('good'), branch('bad')).id);
      expect(posts).toBe(2);
      expect([ended.status, ...ended.stages.map((stage) => stage.status)]).toEqual([
        'TERMINAL',
        'CANCELED',
        'TERMINAL',
      ]);
      expect(calls(target, cancel).map(({ body }) => at(JSON.parse(body), 'stageId'))).toEqual([ended.stages[1]?.id]);
    });
  });
});

describe('restart and kill', () => {
  it('starts the stage anew under the same ids with a new attempt, and tells nobody about the old one', async () => {
    const answers = { [start]: accepted, [status]: saying(failed, succeeded) };
    await withOurStage({ answers }, async ({ orca, clock, target, run }) => {
      const { id, stages } = run(ourStage());
      await orca.finished(id);
      clock.moveTo(clock.now() + minute);
      orca.restartStage(id, stages[0]?.id ?? '', 'bob@example.com');
      const ended = await orca.finished(id);
      expect([ended.status, ended.stages[0]?.id]).toEqual(['SUCCEEDED', stages[0]?.id]);
      expect(at(ended.stages[0]?.context, 'restartDetails', 'restartedBy')).toBe('bob@example.com');
      const attempts = calls(target, start).map((request) => Number(header(request, 'x-spin-attempt')));
      expect((attempts[1] ?? 0) - (attempts[0] ?? 0)).toBeGreaterThanOrEqual(minute);
      expect(calls(target, cancel)).toHaveLength(1);
    });
  });

  it('polls the same address again after it was killed, and posts nothing anew', async () => {
    await withOurStage(endless, async ({ orca, clock, target, run }) => {
      const { id } = run(ourStage());
      let killed = false;
      clock.beforeJump = async () => {
        if (calls(target, status).length === 3 && !killed) {
          killed = true;
          await orca.kill();
          clock.moveTo(clock.now() + 7 * minute);
          await orca.resume();
        } else if (calls(target, status).length === 6) orca.cancel(id, 'bob@example.com');
      };
      expect((await orca.finished(id)).status).toBe('CANCELED');
      expect(calls(target, start)).toHaveLength(1);
      const polls = calls(target, status).map(({ at: moment }) => moment);
      expect(polls.slice(1).map((moment, index) => moment - (polls[index] ?? 0))).toEqual([
        1000,
        1000,
        7 * minute,
        15_000,
        15_000,
      ]);
    });
  });
});
