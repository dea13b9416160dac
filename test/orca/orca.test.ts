import { json, ourStage } from './our-stage.ts';
import { startOrca } from './orca.ts';
import { webhookBlock } from './plugin-configuration.ts';
import { startTarget } from './recorded-target.ts';
import { VirtualClock } from './virtual-clock.ts';

describe('the small Orca', () => {
  it('runs in real time when it is given no clock', async () => {
    const target = await startTarget({
      clock: new VirtualClock(),
      turn: ({ method }, address) =>
        method === 'POST' ? json(202, { statusUrl: `${address}/s` }) : json(200, { status: 'SUCCEEDED', progress: '' }),
    });
    const webhook = await webhookBlock({ address: target.address, properties: { GENNAKER_ORCA_TOKEN: 'secret' } });
    const orca = await startOrca({ webhook });
    const before = Date.now();
    const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages: [ourStage()] });
    const { status, startTime } = await orca.finished(id);
    expect(status).toBe('SUCCEEDED');
    expect(startTime).toBeGreaterThanOrEqual(before);
    await orca.close();
    await target.close();
  });

  it.each([
    ['ends a stage whose first call breaks off on a new connection', false, 'TERMINAL'],
    ['makes it once more on one that has served', true, 'SUCCEEDED'],
  ])('%s', async (_title, connected, expected) => {
    let breaks = true;
    const target = await startTarget({
      clock: new VirtualClock(),
      turn: ({ method }, address) => {
        if (method === 'GET') return json(200, { status: 'SUCCEEDED', progress: '' });
        if (!breaks) return json(202, { statusUrl: `${address}/s` });
        breaks = false;
        return { kind: 'reset' };
      },
    });
    const webhook = await webhookBlock({ address: target.address, properties: { GENNAKER_ORCA_TOKEN: 'secret' } });
    const orca = await startOrca({ webhook });
    if (connected) await orca.connect(`${target.address}/health/ready`);
    const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages: [ourStage()] });
    expect((await orca.finished(id)).status).toBe(expected);
    await orca.close();
    await target.close();
  });

  it('refuses a webhook block with a key that Orca does not have', async () => {
    await expect(startOrca({ webhook: { preconfigured: [{ type: 'x', statusUrl: '$.x' }] } })).rejects.toThrow(
      'unknown statusUrl',
    );
  });

  it('refuses 127.0.0.1 as Orca does by default, unless a test allows it', async () => {
    const webhook = await webhookBlock({ address: 'http://127.0.0.1:1', properties: {} });
    const orca = await startOrca({ webhook, allowLoopback: false });
    const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages: [ourStage()] });
    const { stages } = await orca.finished(id);
    expect(stages[0]?.context['exception']).toMatchObject({
      details: { errors: ['Verbatim IP addresses are not allowed'] },
    });
    await orca.close();
  });
});
