import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../architecture/tracked-files.ts';
import { isObject } from '../orca/json.ts';
import type { JsonObject } from '../orca/json.ts';
import { startOrca } from '../orca/orca.ts';
import { accepted, calls, header, json, ourStage, running, saying, succeeded, token } from '../orca/our-stage.ts';
import { webhookBlockOf } from '../orca/plugin-configuration.ts';
import { startTarget } from '../orca/recorded-target.ts';
import { VirtualClock } from '../orca/virtual-clock.ts';

const config = join(root, 'scripts/config.mjs');

function printed(...words: readonly string[]): unknown {
  const output = execFileSync(process.execPath, [config, '--for', 'local', ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const orca: unknown = parse(output.split(/^#+ ---- .*\n/m)[1] ?? '');
  return orca;
}

describe('an Orca that is told nothing but what npm run config printed', () => {
  const clock = new VirtualClock();
  const polls = saying(running, succeeded);
  const done = () => json(200, {});

  it("runs our stage with the bearer, the operator's own webhook, and nothing that was not named", async () => {
    const ours = await startTarget({
      clock,
      turn: (request, address) => (request.path === '/v1/deployments' ? accepted(request, address) : polls()),
    });
    const other = await startTarget({ clock, turn: done });
    const elsewhere = await startTarget({ clock, turn: done });
    const profile = printed('--allow-webhook', `${other.address}/`);
    const webhook = webhookBlockOf(isObject(profile) ? profile : undefined, {
      address: ours.address,
      properties: { GENNAKER_ORCA_TOKEN: token },
    });
    const orca = await startOrca({ webhook, clock });
    const ends = async (stage: JsonObject): Promise<string> => {
      const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages: [stage] });
      return (await orca.finished(id)).status;
    };
    const foreign = (address: string): JsonObject => ({
      type: 'webhook',
      name: 'Tell',
      url: `${address}/tell`,
      method: 'POST',
    });
    expect(await ends(ourStage())).toBe('SUCCEEDED');
    const [start] = calls(ours, 'POST /v1/deployments');
    expect([header(start, 'authorization'), header(start, 'x-spin-run-as')]).toEqual([
      `Bearer ${token}`,
      'alice@example.com',
    ]);
    expect([await ends(foreign(other.address)), await ends(foreign(elsewhere.address))]).toEqual([
      'SUCCEEDED',
      'TERMINAL',
    ]);
    expect(elsewhere.seen).toEqual([]);
    await orca.close();
    await Promise.all([ours, other, elsewhere].map((target) => target.close()));
  }, 60_000);

  it('is told nothing at all where the question about other webhooks has no answer', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [config, '--for', 'local'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--allow-webhook must say what your other webhook stages call, or none');
  }, 60_000);
});
