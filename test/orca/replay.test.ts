import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { draftOfOurs, fireForget, locWebhook, tierRolloutWithStart } from './recorded-presets.ts';
import type { SeenRequest } from './recorded-target.ts';
import { at, readRecording, recordingNames } from './recordings.ts';
import type { RecordedAnswer, RecordedRequest } from './recordings.ts';
import { comparable, replay, withAddress, withoutAnswerHeaders } from './replay.ts';
import type { Situation, World } from './replay.ts';

/** Recordings that run to their end without more being said: the target answers as it did, and Orca does the rest. */
const plain: readonly string[] = [
  'ok',
  'terminal',
  'failed',
  'canceled',
  'unknown',
  'percent',
  'nostatus',
  'noprogress',
  'nullprogress',
  'numprogress',
  'objstatus',
  'html',
  'redirect',
  'nourl',
  'create400',
  'create409',
  'create503once',
  'hangcreate',
  'poll401',
  'poll404',
  'poll429',
  'poll500',
  'hangpoll',
];

const situations: Readonly<Record<string, Situation>> = {
  ...Object.fromEntries(plain.map((name) => [name, {}])),
  resetcreate: { resets: [0] },
  resetpoll: { resets: [2] },
  noparams: {},
  'noparams-failOn': { stage: () => ({ failOnFailedExpressions: true }) },
  override: {
    stage: () => ({
      url: 'http://127.0.0.1:1/elsewhere',
      customHeaders: { 'X-Mine': ['1'] },
      statusJsonPath: '$.other',
      successStatuses: 'RUNNING',
      waitBeforeMonitor: 3,
      retries: { '503': { maxAttempts: 2 } },
    }),
  },
  'run-as-service-account': {
    trigger: { type: 'webhook', user: '[anonymous]', runAsUser: 'rollout-sa@managed' },
  },
  locWebhook: { preset: locWebhook, belongs: (line) => /"url":\s*"\/v1\/(loc|runs\/run-52\/status)"/.test(line) },
  fireForget: { preset: fireForget, belongs: (line) => line.includes('{\\"ping\\":true}') },
  'cancel-while-monitoring': {
    async whenWaiting({ orca, target, id }) {
      if (target.seen.length === 6) orca.cancel(id, 'alice@example.com', 'stop it');
    },
  },
  'poll-connection-refused': { goesDown: true, whenWaiting: (world) => killOnceAfter(5, world) },
};

/** Why a recording is not replayed. */
const outOfScope: Readonly<Record<string, string>> = {
  'ops-task': 'an ORCHESTRATION: the small Orca runs pipelines only, as our stage does',
  'perm-alice': 'the WRITE permission of a preset is asked of Fiat, and plugin.yaml sets none',
  'perm-bob': 'the WRITE permission of a preset is asked of Fiat, and plugin.yaml sets none',
  'plain-webhook-expressions': 'a plain webhook stage, with expressions that plugin.yaml does not use',
};

/** Replayed in tests of their own below. */
const special = [
  'create500',
  'create429',
  'restart',
  'restart-with-start-header',
  'no-alias',
  'whole-object-payload',
  'monitor-only-redirect-blocked',
  'monitor-only-redirect-leaks',
];

describe('the recordings of a real Orca', () => {
  it('are each replayed, or left out for a reason', async () => {
    const accounted = [...Object.keys(situations), ...special, ...Object.keys(outOfScope)];
    expect(accounted.toSorted()).toEqual((await recordingNames()).toSorted());
  });

  it.each(Object.entries(situations))('%s: the same execution after the same requests', async (name, situation) => {
    await replay(name, situation, async (world) => {
      const finished = await world.orca.finished(world.id);
      expect(comparable(finished)).toEqual(comparable(withAddress(world.recording, world.target.address)));
      expectSameRequests(world);
    });
  });

  it.each(['create500', 'create429'])(
    '%s: repeats the first request every ten seconds; killed and back after the limit of five minutes, it only cancels',
    async (name) => {
      let compared = false;
      const look = async (world: World): Promise<void> => {
        if (world.target.seen.length !== 21 || compared) return;
        compared = true;
        const running = world.orca.execution(world.id);
        expect(running && comparable(running)).toEqual(comparable(withAddress(world.recording, world.target.address)));
        await killOnceAfter(21, world);
      };
      await replay(name, { whenWaiting: look }, async (world) => {
        const { stages, status } = await world.orca.finished(world.id);
        expect([status, stages[0]?.status]).toEqual(['TERMINAL', 'TERMINAL']);
        expect(compared).toBe(true);
        expectSameRequests(world);
      });
    },
  );

  it.each([
    ['restart', {}],
    ['restart-with-start-header', { preset: tierRolloutWithStart }],
  ] satisfies [string, Situation][])(
    '%s: the same ids, a new first request, the payload evaluated again',
    async (name, situation) => {
      await replay(name, { ...situation, startedAt: firstStart }, async (world) => {
        await world.orca.finished(world.id);
        world.clock.moveTo(Number(at(world.recording, 'stages', 0, 'startTime')));
        world.orca.restartStage(world.id, world.stageId, 'alice@example.com');
        const finished = await world.orca.finished(world.id);
        expect(comparable(finished)).toEqual(comparable(withAddress(world.recording, world.target.address)));
        expectSameRequests(world);
      });
    },
  );

  it('no-alias: finds no stage definition, and calls nobody', async () => {
    await replay('no-alias', { stage: () => ({ alias: null }) }, async ({ orca, id, target, recording }) => {
      const finished = await orca.finished(id);
      const told = (execution: unknown): unknown =>
        String(at(execution, 'stages', 0, 'context', 'exception', 'details', 'errors', 0)).replace(
          /\(knownTypes:.*/s,
          '',
        );
      expect(told(JSON.parse(JSON.stringify(finished)))).toBe(told(recording));
      expect([finished.status, finished.stages[0]?.status, finished.stages[0]?.tasks]).toEqual([
        'TERMINAL',
        'TERMINAL',
        [],
      ]);
      expect(target.seen).toEqual([]);
    });
  });
});

describe('the recordings of our own first draft, whose targets kept no log', () => {
  it('whole-object-payload: posts the object with the expressions inside it evaluated', async () => {
    const recording = await readRecording('whole-object-payload');
    const recordedAddress = 'http://127.0.0.1:19997';
    const answers = (address: string): RecordedAnswer[] =>
      ['body', 'monitor'].map((key) => {
        const found = at(recording, 'stages', 0, 'context', 'webhook', key);
        const body = JSON.stringify(key === 'body' ? found : at(found, 'body'));
        return { status: key === 'body' ? 202 : 200, headers: {}, body: body.replaceAll(recordedAddress, address) };
      });
    const text = "kind: Deployment\nname: ${parameters['x']}\ncolon: a";
    const deployment = {
      ...asObject(at(recording, 'stages', 0, 'context', 'deployment')),
      manifest: { source: 'text', text },
    };
    const situation: Situation = {
      preset: draftOfOurs,
      parameters: { x: 'web' },
      stage: () => ({ deployment }),
      turns: (address) => answers(address).map((answer) => ({ kind: 'answer', answer })),
    };
    await replay('whole-object-payload', situation, async ({ orca, id, stageId, target }) => {
      const finished = await orca.finished(id);
      const stageOf = String(at(recording, 'stages', 0, 'id'));
      const expected = JSON.stringify(recording)
        .replaceAll(recordedAddress, target.address)
        .replaceAll(stageOf, stageId);
      expect(withoutAnswerHeaders(comparable(finished))).toEqual(
        withoutAnswerHeaders(comparable(asObject(JSON.parse(expected)))),
      );
      const [post] = target.seen;
      expect(JSON.parse(post?.body ?? '')).toEqual(at(recording, 'stages', 0, 'context', 'payload'));
      expect(post?.rawHeaders).toEqual(expect.arrayContaining(['Transfer-Encoding', 'chunked']));
    });
  });

  const evil = { deployment: {}, monitorOnly: true, statusEndpoint: 'http://127.0.0.1:19996/evil' };
  const ok: Situation['turns'] = () => [{ kind: 'answer', answer: { status: 200, headers: {}, body: '{}' } }];

  it('monitor-only-redirect-blocked: an address outside the list is refused, and our cancel address is called', async () => {
    const situation: Situation = {
      preset: draftOfOurs,
      webhook: (address) => ({
        allowedRequestsEnabled: true,
        allowedRequests: [{ httpMethods: ['POST', 'GET'], urlPrefix: `${address}/` }],
      }),
      stage: () => evil,
      turns: ok,
    };
    await replay('monitor-only-redirect-blocked', situation, async ({ orca, id, stageId, target, recording }) => {
      const finished = await orca.finished(id);
      const stageOf = String(at(recording, 'stages', 0, 'id'));
      const expected = JSON.stringify(recording)
        .replaceAll('http://127.0.0.1:19997', target.address)
        .replaceAll(stageOf, stageId);
      expect(comparable(finished)).toEqual(comparable(asObject(JSON.parse(expected))));
      expect(target.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/cancel']);
    });
  });

  it('monitor-only-redirect-leaks: without the list, the bearer goes where the author says', async () => {
    const recording = await readRecording('monitor-only-redirect-leaks');
    const body = JSON.stringify(at(recording, 'stages', 0, 'context', 'webhook', 'monitor', 'body'));
    const situation: Situation = {
      // The preset's own addresses lead nowhere; the author's leads to the target.
      preset: () => draftOfOurs('http://127.0.0.1:19997'),
      stage: (address) => ({ ...evil, statusEndpoint: `${address}/evil` }),
      turns: () => [{ kind: 'answer', answer: { status: 200, headers: {}, body } }],
    };
    await replay('monitor-only-redirect-leaks', situation, async ({ orca, id, stageId, target }) => {
      const finished = await orca.finished(id);
      const stageOf = String(at(recording, 'stages', 0, 'id'));
      const expected = JSON.stringify(recording)
        .replaceAll('127.0.0.1:19996', target.host)
        .replaceAll(stageOf, stageId)
        // That preset asked for #currentUser(), which this Orca does not know and plugin.yaml does not use.
        .replace('"X-Spin-Run-As":["anonymous"]', '"X-Spin-Run-As":["alice@example.com"]');
      expect(withoutAnswerHeaders(comparable(finished))).toEqual(
        withoutAnswerHeaders(comparable(asObject(JSON.parse(expected)))),
      );
      expect(target.seen[0]?.rawHeaders).toEqual(expect.arrayContaining(['Authorization', 'Bearer s3cr3t-token']));
    });
  });
});

async function killOnceAfter(requests: number, { orca, clock, target, recorded }: World): Promise<void> {
  const next = recorded[requests];
  if (target.seen.length !== requests || next === undefined || clock.now() >= next.at) return;
  await orca.kill();
  clock.moveTo(next.at);
  await orca.resume();
}

/** Method, path, headers in their order, body, and about the same time after the one before. */
function expectSameRequests({ target, recorded }: World): void {
  const expected = withAddress(recorded, target.address);
  expect(target.seen.map(essence)).toEqual(expected.map(essence));
  expect(gaps(target.seen)).toEqual(gaps(recorded).map((gap) => (stalls.includes(gap) ? 15_000 : near(gap))));
}

/** Once the machine of the recording stood still for 41 s between two polls of poll-connection-refused. */
const stalls = [56_262];

function near(gap: number): unknown {
  return { asymmetricMatch: (actual: number) => Math.abs(actual - gap) < 1_500, toString: () => `about ${gap} ms` };
}

function essence({ method, path, rawHeaders, body }: SeenRequest | RecordedRequest): unknown {
  return { method, path, rawHeaders, body };
}

function gaps(requests: readonly { readonly at: number }[]): readonly number[] {
  return requests.slice(1).map((request, index) => request.at - (requests[index]?.at ?? 0));
}

/** Of a restarted stage the recording shows the last start only: the first is in its first request. */
function firstStart([first]: readonly RecordedRequest[]): number {
  const headers = first?.rawHeaders ?? [];
  const started = headers[headers.indexOf('X-Stage-Start') + 1];
  return headers.includes('X-Stage-Start') ? Number(started) : (first?.at ?? 0);
}

function asObject(value: unknown): JsonObject {
  if (!isObject(value)) throw new TypeError('No object.');
  return value;
}
