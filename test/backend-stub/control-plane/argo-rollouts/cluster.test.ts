import type { ServerResponse } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { ArgoRollouts } from '../../../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { mayRetry } from '../../../../backend-stub/control-plane/errors.ts';
import { json, rolloutAt, ScriptedApiServer, web, type Reply } from './scripted-api-server.ts';

describe('a cluster', () => {
  let server: ScriptedApiServer;
  let controlPlane: ArgoRollouts | undefined;
  const start = async (reply: Reply): Promise<void> => {
    server = await ScriptedApiServer.start(reply);
  };
  afterEach(async () => {
    controlPlane?.close();
    controlPlane = undefined;
    await server.close();
  });

  it('is asked over few connections, and for its kinds once', async () => {
    await start((_request, response) => json(response, rolloutAt('1')));
    controlPlane = server.open();
    for (let call = 0; call < 20; call += 1) await controlPlane.read('prod', web);
    expect(server.connections).toBe(1);
    expect(server.discoveries).toBe(1);
  });

  it('has its login command run once for calls that come close together', async () => {
    await start((_request, response) => json(response, rolloutAt('1')));
    const file = server.kubeconfig();
    const runs = `${file}.runs`;
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 't' },
    };
    const script = `echo run >> ${runs}; echo '${JSON.stringify(credential)}'`;
    const command = {
      apiVersion: credential.apiVersion,
      interactiveMode: 'Never',
      command: 'sh',
      args: ['-c', script],
    };
    writeFileSync(file, readFileSync(file, 'utf8').replace('"token":"first"', `"exec":${JSON.stringify(command)}`));
    controlPlane = server.open({}, file);
    const plane = controlPlane;
    await Promise.all(Array.from({ length: 5 }, () => plane.read('prod', web)));
    expect(server.authorizations).toEqual(Array.from({ length: 5 }, () => 'Bearer t'));
    expect(readFileSync(runs, 'utf8')).toBe('run\n');
  });

  it('gets no more calls at once than allowed, and the others in turn', async () => {
    const open: ServerResponse[] = [];
    let most = 0;
    // Answers one whenever three are open, so that three are always open until the last have come.
    await start((_request, response) => {
      open.push(response);
      most = Math.max(most, open.length);
      const due = server.requests.length === 30 ? open.splice(0) : open.splice(0, open.length - 2);
      for (const each of due) json(each, rolloutAt('1'));
    });
    controlPlane = server.open({ mostCalls: 3 });
    const plane = controlPlane;
    const answers = await Promise.all(Array.from({ length: 30 }, () => plane.read('prod', web)));
    expect(answers).toHaveLength(30);
    expect(most).toBe(3);
  });

  it('is called busy when no place for a call comes free in time', async () => {
    await start(() => undefined);
    controlPlane = server.open({ mostCalls: 1, timings: { call: 200 } });
    const plane = controlPlane;
    await plane.rolloutsInstalled('prod');
    const errors = await Promise.all([1, 2, 3].map(() => plane.read('prod', web).catch((error: unknown) => error)));
    expect(errors[0]).toMatchObject({ name: 'ClusterUnreachable', reason: 'timeout' });
    expect(errors).toContainEqual(expect.objectContaining({ name: 'ClusterBusy' }));
    expect(server.requests.length).toBeLessThan(3);
  });

  it('says how long to wait when the API server does', async () => {
    await start((_request, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end('slow down');
    });
    controlPlane = server.open();
    const error = await controlPlane.read('prod', web).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ClusterBusy', retryAfterSeconds: 7 });
    expect(mayRetry(error)).toBe(true);
  });

  it.each([
    { what: 'a page of a proxy', status: 502, body: '<html>Bad gateway</html>', expected: { name: 'ClusterBusy' } },
    {
      what: 'a page for a login',
      status: 200,
      body: '<html>Please log in</html>',
      expected: { reason: 'configuration' },
    },
    { what: 'a redirect', status: 302, body: '', expected: { reason: 'configuration' } },
    {
      what: 'JSON that is no object of Kubernetes',
      status: 200,
      body: '{"ok":true}',
      expected: { reason: 'configuration' },
    },
  ])('is not believed when it answers with $what', async ({ status, body, expected }) => {
    await start((_request, response) => void response.writeHead(status).end(body));
    controlPlane = server.open();
    const error = await controlPlane.read('prod', web).catch((reason: unknown) => reason);
    expect(error).toMatchObject(expected);
    expect(String(error)).not.toContain('html');
  });

  it('is asked once more when a kept connection breaks under a read, and not under a patch', async () => {
    await start((request, response) => {
      if (server.requests.length === 2 || request.method === 'PATCH') request.socket.resetAndDestroy();
      else json(response, rolloutAt('1'));
    });
    controlPlane = server.open();
    await controlPlane.read('prod', web);
    expect(await controlPlane.read('prod', web)).toMatchObject({ kind: 'Rollout' });
    const patched = await controlPlane.patch('prod', web, { body: {} }).catch((reason: unknown) => reason);
    expect(patched).toMatchObject({ name: 'ClusterUnreachable', reason: 'connection-lost' });
    expect(server.requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(1);
  });

  it('is given fresh credentials after it refused the old ones', async () => {
    await start((request, response) => {
      if (request.headers.authorization === 'Bearer second') json(response, rolloutAt('1'));
      else json(response, { kind: 'Status', message: 'Unauthorized', code: 401 }, 401);
    });
    const kubeconfig = server.kubeconfig('first');
    controlPlane = server.open({}, kubeconfig);
    await expect(controlPlane.read('prod', web)).rejects.toMatchObject({ reason: 'credentials' });
    server.writeKubeconfig(kubeconfig, 'second');
    expect(await controlPlane.read('prod', web)).toMatchObject({ kind: 'Rollout' });
  });

  it('is told apart by its kubeconfig, which may be wrong without stopping anybody', async () => {
    await start((_request, response) => json(response, rolloutAt('1')));
    const good = server.kubeconfig();
    const noKubeconfig = server.kubeconfig();
    writeFileSync(noKubeconfig, '- not\n- a kubeconfig');
    const plane = new ArgoRollouts({
      accounts: [
        { name: 'good', credentials: { source: 'kubeconfig', path: good } },
        { name: 'missing', credentials: { source: 'kubeconfig', path: '/nowhere/kubeconfig' } },
        { name: 'broken', credentials: { source: 'kubeconfig', path: noKubeconfig } },
        { name: 'context', credentials: { source: 'kubeconfig', path: good, context: 'blue' } },
      ],
      clock: { now: () => new Date(), elapsed: () => performance.now() },
    });
    controlPlane = plane;
    expect(await plane.read('good', web)).toMatchObject({ kind: 'Rollout' });
    const sentence = (account: string): Promise<string> => plane.read(account, web).then(String, String);
    const use = 'cannot be used to get Rollout web in namespace shop';
    expect(await sentence('missing')).toBe(
      `ClusterUnreachable: Cluster missing ${use}: its kubeconfig /nowhere/kubeconfig cannot be read (ENOENT).`,
    );
    expect(await sentence('broken')).toContain(`${noKubeconfig} has no current context that names a cluster.`);
    expect(await sentence('context')).toContain(`${good} has no context blue.`);
  });

  it('has every call counted, with how it ended', async () => {
    await start((_request, response) =>
      json(response, { kind: 'Status', message: 'no', details: { name: 'web', kind: 'rollouts' }, code: 404 }, 404),
    );
    const calls: string[] = [];
    controlPlane = server.open({ onCall: ({ account, verb, outcome }) => calls.push(`${account} ${verb} ${outcome}`) });
    await controlPlane.read('prod', web);
    await controlPlane.patch('prod', web, { body: {} }).catch(() => undefined);
    expect(calls).toEqual(['prod discover ok', 'prod get ok', 'prod patch ObjectMissing']);
  });
});
