import { stageActions, stageDecisionKey } from '../../../backend-stub/contract/stage-decision.ts';
import { recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { aDeployment, aMachineDeployment, ended } from '../store/a-deployment.ts';
import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { aRunningStage } from './executions.ts';
import type { RunningStage } from './executions.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const alice = 'alice@example.com';
const mallory = 'executor@example.com';
const reader = 'reader@example.com';
const stranger = 'stranger@example.com';

let listeners: Listeners;
let passing: NodeJS.Timeout;
beforeAll(async () => {
  listeners = await startListeners({ decisions: 'stage' });
  // Whoever decided waits a little for what comes of it; nothing does here.
  passing = setInterval(() => listeners.clock.move(10_000), 20);
}, patience);
afterAll(async () => {
  clearInterval(passing);
  await listeners.close();
});

/** A stage with its deployment, which anybody with EXECUTE may abort, and what people do to it through Gate. */
class Stage {
  readonly record: DeploymentRecord;
  readonly #running: RunningStage = aRunningStage();
  #context: Readonly<Record<string, unknown>> = {};
  #shown: RunningStage = this.#running;
  #clock = 1_795_365_600_000;

  private constructor() {
    const { id: executionId, stageId, startTime } = this.#running;
    this.record = aDeployment({
      phase: 'adopting',
      origin: { kind: 'stage', stage: { executionId, stageId, attempt: String(startTime) } },
    });
  }

  static async begin(): Promise<Stage> {
    const stage = new Stage();
    await listeners.store.create(stage.record, []);
    listeners.show(stage.#running);
    return stage;
  }

  /** Orca lays the keys over the context, and stamps the writer: `lastModified` as in Orca's source, and no part of the context. */
  patch(by: string, context: Readonly<Record<string, unknown>>): void {
    this.#context = { ...this.#context, ...context };
    this.#clock += 1000;
    const lastModified = { user: by, allowedAccounts: [], lastModifiedTime: this.#clock };
    this.#shown = { ...this.#running, context: this.#context, lastModified };
    listeners.show(this.#shown);
  }

  /** As Orca has it now. */
  shown(): RunningStage {
    return this.#shown;
  }

  async nonce(by = alice, action = 'abort'): Promise<string> {
    const answer = await this.#post(by, 'nonces', { action });
    return textAt(answer.body, 'nonce') ?? `none: ${answer.status} ${messageOf(answer)}`;
  }

  /** `by` lays a decision on the stage; `changes` make it another one. */
  lay(by: string, nonce: string, changes: Readonly<Record<string, unknown>> = {}): void {
    this.patch(by, { [stageDecisionKey]: { nonce, by, action: 'abort', seen: [], ...changes } });
  }

  look(nonce: string, by = alice): Promise<Answer> {
    return this.#post(by, 'stage-decisions', { nonce });
  }

  async made(): Promise<readonly string[]> {
    return (await listeners.store.decisions(this.record.id)).map(({ by, action }) => `${by} ${action}`);
  }

  #post(by: string, path: string, body: unknown): Promise<Answer> {
    return listeners.as(by, `/v1/deployments/${this.record.id}/${path}`, { method: 'POST', body });
  }
}

describe('a decision that was laid on the stage', () => {
  it('is that of whom Orca stamped, is told to him, and is written down with how it came', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce();
    stage.lay(alice, nonce, { comment: 'Too many errors.' });
    const answer = await stage.look(nonce);
    expect([answer.status, answer.body]).toEqual([
      200,
      { decision: expect.objectContaining({ id: nonce, by: alice, action: 'abort', comment: 'Too many errors.' }) },
    ]);
    const { records } = await listeners.store.audit.page({ application: 'shop', deployment: stage.record.id });
    expect(records[0]).toMatchObject({ kind: 'decision', action: 'abort', actor: { name: alice, through: 'stage' } });
  });

  it('is taken once, and whoever looks again is told the same', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce();
    stage.lay(alice, nonce);
    const answers = [await stage.look(nonce), await stage.look(nonce)];
    expect(answers.map(({ body }) => textAt(recordAt(body, 'decision'), 'id'))).toEqual([nonce, nonce]);
    expect(await stage.made()).toEqual([`${alice} abort`]);
  });

  it('may be to give back, and is then refused or taken as that', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(alice, 'giveBack');
    stage.lay(alice, nonce, { action: 'giveBack' });
    expect(messageOf(await stage.look(nonce))).toMatch(/^Giving back on .* was refused: it has not ended/);
  });

  it('needs the rights that any decision needs, of whom Orca stamped', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(mallory);
    stage.lay(mallory, nonce);
    const answer = await stage.look(nonce, mallory);
    expect([answer.status, messageOf(answer)]).toEqual([403, expect.stringContaining(`${mallory} lacks WRITE`)]);
    expect(await stage.made()).toEqual([]);
  });

  it('is asked for with a nonce by nobody who may not see the deployment', async () => {
    const stage = await Stage.begin();
    expect(await stage.nonce(stranger)).toMatch(/^none: 404 /);
    expect((await stage.look('any', stranger)).status).toBe(404);
  });
});

describe('what a machine started', () => {
  it('has no stage that a decision could be read from, and says who can end it', async () => {
    const record = aMachineDeployment();
    await listeners.store.create(record, []);
    const path = `/v1/deployments/${record.id}/nonces`;
    const answer = await listeners.as(alice, path, { method: 'POST', body: { action: 'abort' } });
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      expect.stringMatching(/a machine started it, so that it has no stage in Orca.* A machine can cancel it/),
    ]);
  });
});

describe('the ways by a header', () => {
  it.each([
    ['decisions', { action: 'abort', seen: [] }],
    ['give-back', {}],
  ])('decide nothing, whoever they name: %s', async (path, body) => {
    const stage = await Stage.begin();
    const answer = await listeners.as('admin@example.com', `/v1/deployments/${stage.record.id}/${path}`, {
      method: 'POST',
      body,
    });
    expect([answer.status, messageOf(answer)]).toEqual([
      403,
      expect.stringContaining('decisions are taken from the stage in Orca, which says who laid them there'),
    ]);
    expect(await stage.made()).toEqual([]);
  });

  it('are the only ones where nothing else is configured', async () => {
    const byHeader = await startListeners({ store: listeners.store });
    const { record } = await Stage.begin();
    const answers = [
      await byHeader.as(alice, `/v1/deployments/${record.id}/nonces`, { method: 'POST', body: { action: 'abort' } }),
      await byHeader.as(alice, `/v1/deployments/${record.id}/stage-decisions`, {
        method: 'POST',
        body: { nonce: 'n' },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    const channelOf = async (from: Listeners): Promise<unknown> =>
      (await from.as(alice, `/v1/deployments/${record.id}`)).body['decisionChannel'];
    expect([await channelOf(byHeader), await channelOf(listeners)]).toEqual([undefined, 'stage']);
    await byHeader.close();
  });
});

/** Mallory may write the stage and not the account. Whatever she plants, nothing is to be decided. */
describe('somebody who may write the stage', () => {
  const refusalOf = async (stage: Stage, nonce: string, by = alice): Promise<string> => {
    const answer = await stage.look(nonce, by);
    expect([await stage.made(), answer.status >= 400 && answer.status < 500]).toEqual([[], true]);
    return messageOf(answer);
  };

  it('decides nothing in the name of somebody else', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(alice);
    stage.lay(mallory, nonce, { by: alice });
    expect(await refusalOf(stage, nonce)).toContain(
      `the decision on the stage says to be by ${alice}, and the last to write the stage was ${mallory}`,
    );
    const { records } = await listeners.store.audit.page({ application: 'shop', kind: 'refusal', action: 'abort' });
    expect([...records].some(({ actor }) => actor.name === mallory && actor.through === 'stage')).toBe(true);
  });

  it('plants nothing for the next who writes the stage, once anybody has looked', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(alice);
    stage.lay(mallory, nonce, { by: alice });
    await stage.nonce(reader);
    stage.patch(alice, { somethingElse: true });
    expect(await refusalOf(stage, nonce)).toContain('the nonce of the decision on the stage was seen before');
  });

  it('plants nothing with a nonce that was asked for in her own name', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(mallory);
    stage.lay(mallory, nonce, { by: alice });
    stage.patch(alice, { somethingElse: true });
    expect(await refusalOf(stage, nonce)).toContain('the nonce was given for another decision');
  });

  it('plants nothing for when a nonce will be there: Orca may have evaluated what she laid there before', async () => {
    const stage = await Stage.begin();
    stage.patch(alice, { somethingElse: true });
    const nonce = await stage.nonce(alice);
    listeners.show({
      ...stage.shown(),
      context: { [stageDecisionKey]: { nonce, by: alice, action: 'abort', seen: [] } },
    });
    expect(await refusalOf(stage, nonce)).toContain('nobody has written the stage since the nonce was given');
  });

  it('does not repeat a decision by laying it there again', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce();
    stage.lay(alice, nonce);
    expect((await stage.look(nonce)).status).toBe(200);
    stage.lay(mallory, nonce, { by: alice });
    stage.patch(alice, { somethingElse: true });
    expect((await stage.look(nonce, mallory)).status).toBe(409);
    expect(await stage.made()).toEqual([`${alice} abort`]);
  });

  it('makes no other decision of one that was begun', async () => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce(alice, 'retry');
    stage.lay(alice, nonce);
    expect(await refusalOf(stage, nonce)).toContain('the nonce was given for another decision');
  });

  it('uses no nonce of another deployment, and no decision that lies on another stage', async () => {
    const [stage, other] = [await Stage.begin(), await Stage.begin()];
    const nonce = await other.nonce();
    stage.lay(alice, nonce);
    expect(await refusalOf(stage, nonce)).toContain('the nonce was given for another decision');
    other.lay(alice, await stage.nonce());
    const own = await stage.nonce();
    stage.patch(alice, { [stageDecisionKey]: undefined });
    expect(await refusalOf(stage, own)).toContain('the decision is not on the stage in Orca');
  });

  it.each<readonly [string, unknown]>([
    ['an expression that would be whoever writes next', '${#currentStage().lastModified.user}'],
    ['a list', [alice]],
    ['nobody', ''],
  ])('is nobody by naming %s', async (_case, by) => {
    const stage = await Stage.begin();
    const nonce = await stage.nonce();
    stage.lay(mallory, nonce, { by });
    await refusalOf(stage, nonce);
  });

  it('can keep a decision from being taken by laying another one over it, and nothing more', async () => {
    const stage = await Stage.begin();
    const [own, others] = [await stage.nonce(), await stage.nonce('releaser@example.com')];
    stage.lay(alice, own);
    stage.lay('releaser@example.com', others);
    expect(await refusalOf(stage, own)).toContain('somebody else has laid another one there');
    expect((await stage.look(others, 'releaser@example.com')).status).toBe(200);
    expect(await stage.made()).toEqual(['releaser@example.com abort']);
  });
});

it('says so before anybody writes the stage, where Orca does not show it', async () => {
  const stage = await Stage.begin();
  listeners.readers.clear();
  expect(await stage.nonce()).toContain("Orca did not show its execution to the service's read identity");
  listeners.readers.add('gennaker-reader@example.com');
});

it('of two looks at once, and two replicas, one takes what lies there', async () => {
  const replica = await startListeners({ decisions: 'stage', store: listeners.store });
  const stage = await Stage.begin();
  replica.show(stage.shown());
  const nonce = await stage.nonce();
  stage.lay(alice, nonce);
  replica.show(stage.shown());
  const moving = setInterval(() => replica.clock.move(10_000), 20);
  const path = `/v1/deployments/${stage.record.id}/stage-decisions`;
  await Promise.all([
    ...Array.from({ length: 4 }, () => stage.look(nonce)),
    ...Array.from({ length: 4 }, () => replica.as(alice, path, { method: 'POST', body: { nonce } })),
  ]);
  clearInterval(moving);
  expect(await stage.made()).toEqual([`${alice} abort`]);
  await replica.close();
});

it.each(stageActions)('gives out a nonce for every decision that there is: %s', async (action) => {
  const stage = await Stage.begin();
  expect(await stage.nonce(alice, action)).toMatch(/^[0-9a-f-]{36}$/);
});

it('takes no decision about what has ended', async () => {
  const stage = await Stage.begin();
  const nonce = await stage.nonce();
  await listeners.store.end(ended(stage.record));
  stage.lay(alice, nonce);
  expect(messageOf(await stage.look(nonce))).toContain('it has ended');
});
