import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import type { DecisionReport } from '../../backend-stub/contract/report.ts';
import { listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { createStageService } from '../../frontend/service/client.ts';
import type { Response } from '../../frontend/service/request.ts';
import type { StageService } from '../../frontend/service/stage-service.ts';
import { administrator, alice, executor, reader, releaser } from '../stage/people.ts';
import { seenIn } from '../stage/people-client.ts';
import { until } from '../stage/pipeline.ts';
import { identityCookieName } from './gate/identity.ts';
import { openSealedStore } from '../postgres/empty-store.ts';
import { startPlayground } from './playground.ts';
import type { Playground } from './playground.ts';
import { sampleApplication } from './sample.ts';

// The first start on a machine bundles Deck.
jest.setTimeout(90_000);

/** The plugin's own calls, from the browser of whoever is signed in, by way of Gate to Orca and the service. */
describe('decisions that are laid on the stage through Gate', () => {
  let playground: Playground;
  let version = 0;
  beforeAll(async () => {
    const cluster = { kind: 'simulated', readyAfter: 20 } as const;
    playground = await startPlayground({ cluster, decisions: 'stage', openStore: openSealedStore });
    await untilIt(await idOf(playground.runSample(`1.0.${version}`)), hasEnded, 'the first one has ended');
  });
  afterAll(() => playground.close());

  async function call(user: string, method: string, path: readonly string[], body: unknown): Promise<Response> {
    const url = `${playground.url}/gate/${path.map(encodeURIComponent).join('/')}`;
    const answer = await fetch(url, {
      method,
      headers: { cookie: `${identityCookieName}=${user}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { kind: 'answer', status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  const browserOf = (user: string): StageService =>
    createStageService({
      request: ({ method, path, body }) => call(user, method, ['proxies', 'gennaker', ...path], body),
      patchStage: ({ executionId, stageId }, context) =>
        call(user, 'PATCH', ['pipelines', executionId, 'stages', stageId], context),
    });

  async function idOf(executionId: string): Promise<string> {
    return until('it has a deployment', async () => {
      const { body } = await playground.as(alice).get(`/v1/deployments?application=${sampleApplication}`);
      return textAt(
        listAt(recordAt(body), 'deployments').find((one) => textAt(one, 'executionId') === executionId),
        'id',
      );
    });
  }

  async function untilIt(id: string, is: (details: DeploymentDetails) => boolean, what: string): Promise<void> {
    await until(what, async () => (is(await playground.as(alice).deployment(id)) ? true : undefined));
  }
  const hasEnded = ({ phase }: DeploymentDetails): boolean => phase === 'ended';
  const waits = ({ phase }: DeploymentDetails): boolean => phase === 'waiting';

  interface Running {
    readonly id: string;
    readonly decide: (user: string, action: Action) => Promise<DecisionReport>;
    readonly giveBack: (user: string) => Promise<GiveBackReport>;
  }

  async function waiting(): Promise<Running> {
    version += 1;
    const executionId = playground.runSample(`1.0.${version}`);
    const id = await idOf(executionId);
    await untilIt(id, waits, 'it waits');
    const details = await playground.as(alice).deployment(id);
    if (details.startedBy !== 'stage') throw new Error(`${details.machine} started it`);
    const place = { executionId, stageId: details.stageId };
    const onStage = (user: string) => browserOf(user).onStage(place, user);
    return {
      id,
      decide: async (user, action) => {
        const seen = seenIn(await browserOf(user).deployment(id));
        return onStage(user).decide(id, { action, seen, comment: 'As ${1+1} was said.' });
      },
      giveBack: (user) => onStage(user).giveBack(id),
    };
  }

  it('are not of who may not: Gate keeps a reader out, and the service who may not change the account', async () => {
    const { id, decide } = await waiting();
    await expect(decide(reader, 'abort')).rejects.toMatchObject({ name: 'ServiceRefused', reason: 'not-allowed' });
    await expect(decide(executor, 'abort')).rejects.toMatchObject({
      reason: 'not-allowed',
      message: expect.stringContaining(`${executor} lacks WRITE`),
    });
    expect((await playground.as(alice).decide(id, 'abort')).status).toBe(403);
    expect((await playground.as(alice).deployment(id)).decisions).toEqual([]);
    await decide(alice, 'abort');
    await untilIt(id, hasEnded, 'it has ended');
  });

  it('approve and abort, as who laid them there, with a comment that nothing evaluates', async () => {
    const { id, decide } = await waiting();
    expect(await decide(releaser, 'approve')).toMatchObject({ by: releaser, comment: 'As $\u200b{1+1} was said.' });
    await untilIt(id, ({ decisions }) => decisions[0]?.state === 'done', 'it is approved');
    expect(await decide(alice, 'abort')).toMatchObject({ action: 'abort', by: alice });
    await untilIt(id, ({ outcome }) => outcome === 'aborted', 'it is aborted');
    const records = await playground.as(alice).audit({ application: sampleApplication, id });
    expect(records.filter(({ kind }) => kind === 'decision').map(({ actor }) => actor)).toEqual([
      expect.objectContaining({ name: alice, through: 'stage' }),
      expect.objectContaining({ name: releaser, through: 'stage' }),
    ]);
  });

  it('retry, promote fully, and give back what has ended, also where its execution has', async () => {
    const { id, decide, giveBack } = await waiting();
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${playground.namespace}/rollouts/frontend/status`;
    await playground.cluster?.api().mergePatch(path, { status: { abort: true } });
    await untilIt(id, ({ rollouts }) => rollouts[0]?.situation === 'aborted', 'it is aborted past Gennaker');
    expect(await decide(alice, 'retry')).toMatchObject({ action: 'retry', by: alice });
    await untilIt(id, waits, 'it goes on');
    expect(await decide(releaser, 'promoteFully')).toMatchObject({ action: 'promoteFully', by: releaser });
    await untilIt(id, hasEnded, 'it has ended');
    // Nothing makes pods for a Deployment here, so it is not given back in this test.
    expect(await giveBack(administrator)).toMatchObject({ by: administrator, asAdmin: true, state: 'accepted' });
  });
});
