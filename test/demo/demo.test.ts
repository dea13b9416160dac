import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { sharedCluster } from '../cluster/cluster.ts';
import { isAlive } from '../cluster/lock.ts';
import { quick } from '../stage/manifests.ts';
import { until } from '../stage/pipeline.ts';
import { createWorld } from '../stage/world.ts';
import { demonstrate } from './demonstration.ts';
import { audience } from './keyboard.ts';
import { Narrator } from './narrator.ts';
import { frontend } from './podinfo.ts';

const command = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

describe('the demonstration', () => {
  it('tells a first deployment, a canary that is approved, and a bad image that is aborted', async () => {
    const world = await createWorld({ cluster: await sharedCluster() });
    let told = '';
    const narrator = new Narrator({ write: (text) => (told += text) }, '1');
    const people = audience({ input: new PassThrough().end('\n'), onInterrupt: () => undefined });
    const manifest = (version: string): string => quick(frontend(version, []));
    expect(await demonstrate({ world, narrator, audience: people, manifest })).toBe(true);
    await world.close();
    expect(onOneLine(told)).toMatch(
      inOrder(
        /1\. First deployment/,
        /runs the new version on all 2 pods/,
        /2\. A canary with an approval/,
        /waits at step 2 of 4 for approval/,
        /Approve\?.* approve/,
        /alice@example\.com decides: approve/,
        /Orca ends the pipeline: SUCCEEDED/,
        /The cluster itself: .*podinfo:6\.14\.2/,
        /3\. A bad image/,
        /makes no progress .*ImagePullBackOff.*not found/,
        /\[\.\.\] +Aborted by alice@example\.com: bad image/,
        /Orca ends the pipeline: TERMINAL/,
        /The cluster itself: .*podinfo:6\.14\.2/,
      ),
    );
  });
});

describe('npm run demo', () => {
  it('says in one sentence that Go is missing where the control plane is not built', () => {
    const cache = mkdtempSync(join(tmpdir(), 'gennaker-demo-'));
    const { status, stdout } = spawnSync(process.execPath, [command], {
      encoding: 'utf8',
      env: { PATH: '', XDG_CACHE_HOME: cache },
    });
    rmSync(cache, { recursive: true });
    expect([status, onOneLine(stdout)]).toEqual([
      1,
      expect.stringMatching(/^The demonstration can not start: .* needs Go .*\.$/),
    ]);
  });

  it('leaves no program and no folder behind when it is interrupted while the cluster starts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gennaker-demo-'));
    const { NODE_OPTIONS: _jests, ...environment } = process.env;
    const env = { ...environment, TMPDIR: folder };
    const demo = spawn(process.execPath, [command], { env, stdio: 'ignore' });
    const etcd = await until('etcd runs', () => pidIn(folder, 'etcd.pid'), 60);
    demo.kill('SIGINT');
    expect(await once(demo, 'exit')).toEqual([130, null]);
    await until('etcd is gone', () => (isAlive(etcd) ? undefined : true));
    expect(readdirSync(folder).filter((name) => name.startsWith('gennaker-cluster-'))).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

function pidIn(folder: string, name: string): number | undefined {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith(name));
  return file === undefined ? undefined : Number(readFileSync(join(folder, file), 'utf8')) || undefined;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function inOrder(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join('[^]*'));
}
