import type { ServerResponse } from 'node:http';
import type { ArgoRollouts } from '../../../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { at } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { eventually } from '../../../contract/cluster-under-test.ts';
import { HandClock } from '../../../spinnaker/hand-clock.ts';
import { json, rolloutAt, ScriptedApiServer, web } from './scripted-api-server.ts';

interface Script {
  /** Answers a list with these. */
  items: unknown[];
  /** Answers a read of the one rollout; undefined: 404. */
  single: unknown;
  /** How a watch is answered. */
  status: number;
  onWatch: (response: ServerResponse, count: number) => void;
}

describe('the watch of a namespace', () => {
  let server: ScriptedApiServer;
  let controlPlane: ArgoRollouts;
  let clock: HandClock;
  let watches: ServerResponse[] = [];
  const script: Script = { items: [], single: undefined, status: 200, onWatch: () => undefined };
  const troubles: unknown[] = [];

  beforeEach(async () => {
    watches = [];
    troubles.length = 0;
    clock = new HandClock();
    Object.assign(script, { items: [rolloutAt('10')], single: undefined, status: 200, onWatch: () => undefined });
    server = await ScriptedApiServer.start((_request, response, url) => {
      if (url.searchParams.has('watch')) {
        if (script.status !== 200) return json(response, { kind: 'Status', code: script.status }, script.status);
        watches.push(response);
        response.writeHead(200).flushHeaders();
        script.onWatch(response, watches.length);
      } else if (url.pathname.endsWith('/rollouts'))
        json(response, { items: script.items, metadata: { resourceVersion: '10' } });
      else if (script.single === undefined)
        json(response, { kind: 'Status', details: { name: 'web' }, code: 404 }, 404);
      else json(response, script.single);
    });
    controlPlane = server.open({
      clock,
      onTrouble: ({ error }) => troubles.push(error),
      timings: { leastBackoff: 10, mostBackoff: 20 },
    });
  });
  afterEach(async () => {
    controlPlane.close();
    await server.close();
  });

  const send = (type: string, object: unknown): void =>
    void watches.at(-1)?.write(`${JSON.stringify({ type, object })}\n`);
  const replicas = (): unknown => {
    const seen = controlPlane.observe('prod', web);
    return seen.kind === 'present' ? at(seen.object, 'spec', 'replicas') : undefined;
  };
  const sees = (wanted: number) => eventually(`${wanted} replicas`, () => (replicas() === wanted ? true : undefined));
  const count = (request: string): number => server.requests.filter((each) => each.startsWith(request)).length;
  const lists = (): number =>
    server.requests.filter((each) => each === 'GET /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts').length;
  const watching = async (listener: () => void = () => undefined): Promise<() => void> => {
    const end = controlPlane.watch('prod', 'shop', listener);
    await sees(1);
    await eventually('the watch', () => watches[0]);
    return end;
  };

  it.each([
    [
      'the version is too old',
      'ERROR',
      { kind: 'Status', message: 'too old resource version', reason: 'Expired', code: 410 },
    ],
    ['an event has no object', 'MODIFIED', { spec: {} }],
    ['an event is of an unknown type', 'SOMETHING', rolloutAt('12')],
  ])('starts over with a list when %s', async (_why, type, object) => {
    await watching();
    script.items = [rolloutAt('20', 5)];
    send(type, object);
    await sees(5);
    expect(lists()).toBe(2);
    expect(troubles).toMatchObject([{ name: 'ClusterBusy' }]);
  });

  it('goes on from the last bookmark when the API server ends it', async () => {
    const versions: (string | null)[] = [];
    await watching();
    send('BOOKMARK', { kind: 'Rollout', apiVersion: web.apiVersion, metadata: { resourceVersion: '30' } });
    send('MODIFIED', rolloutAt('31', 3));
    await sees(3);
    script.onWatch = (response) =>
      versions.push(new URL(response.req.url ?? '', 'http://x').searchParams.get('resourceVersion'));
    watches[0]?.end();
    await eventually('the next watch', () => versions[0]);
    expect(versions).toEqual(['31']);
    expect(lists()).toBe(1);
  });

  it('starts over with a list when the watch itself is answered with 410', async () => {
    await watching();
    script.items = [rolloutAt('20', 5)];
    script.status = 410;
    watches[0]?.end();
    await eventually('the refusal', () => troubles[0]);
    script.status = 200;
    await sees(5);
    expect(troubles[0]).toMatchObject({ name: 'ClusterBusy' });
  });

  it('takes no step back when an older event comes late', async () => {
    const seen: unknown[] = [];
    await watching(() => seen.push(replicas()));
    send('MODIFIED', rolloutAt('50', 5));
    send('MODIFIED', rolloutAt('40', 4));
    send('MODIFIED', rolloutAt('51', 6));
    await sees(6);
    expect(seen).toEqual([1, 5, 6]);
  });

  it('reads before it says that a rollout is gone', async () => {
    await watching();
    send('DELETED', rolloutAt('60'));
    await eventually('absent', () => (controlPlane.observe('prod', web).kind === 'absent' ? true : undefined));
    expect(count('GET /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web')).toBe(1);
  });

  it('says unknown while that read is not answered', async () => {
    await watching();
    script.items = [];
    script.single = { kind: 'Rollout' };
    send('DELETED', rolloutAt('60'));
    await eventually('the read', () =>
      count('GET /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web') > 0 ? true : undefined,
    );
    expect(controlPlane.observe('prod', web).kind).toBe('unknown');
    script.single = undefined;
    await eventually('absent', () => (controlPlane.observe('prod', web).kind === 'absent' ? true : undefined));
  });

  it('says unknown 30 seconds after the watch broke, not before, whatever is done to the clock meanwhile', async () => {
    script.onWatch = (response, number) => {
      if (number > 1) response.destroy();
    };
    await watching();
    await server.close();
    await eventually('the watch is missed', () => (troubles.length > 0 ? true : undefined));
    clock.jump(3_600_000);
    clock.move(30_000);
    expect(controlPlane.observe('prod', web).kind).toBe('present');
    clock.jump(-7_200_000);
    clock.move(1);
    expect(controlPlane.observe('prod', web)).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('have not been seen since 2026-11-22T15:38:37.000Z.'),
    });
    server = await ScriptedApiServer.start(() => undefined);
  });
});
