import { listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readObject } from '../spinnaker/recordings.ts';
import { startOrca } from './orca.ts';
import { webhookBlock } from './plugin-configuration.ts';
import { fireForget, locWebhook, tierRollout } from './recorded-presets.ts';

const list = async (webhook: unknown): Promise<readonly unknown[]> => {
  const orca = await startOrca({ webhook });
  const answer: unknown = await (await fetch(`${orca.url}/webhooks/preconfigured`)).json();
  await orca.close();
  return listAt({ answer }, 'answer');
};

const comparable = (entry: unknown): unknown => ({
  type: textAt(entry, 'type'),
  // As Java declares them, or as they stand here.
  set: listAt(entry, 'preconfiguredProperties').map(String).toSorted(),
  asks: JSON.stringify(entry).includes('"noUserConfigurableFields":false'),
});

describe('the webhooks that the small Orca lists', () => {
  it('are described as a real one described the same', async () => {
    const recorded = listAt(readObject('gate/webhooks-preconfigured.json'), 'body');
    const presets = [tierRollout, fireForget, locWebhook].map((preset) => preset('http://target.example.com'));
    const listed = await list({ preconfigured: presets });
    expect(listed).toHaveLength(3);
    for (const entry of listed) {
      const same = recorded.find((one) => textAt(one, 'type') === textAt(entry, 'type'));
      expect(comparable(entry)).toEqual(comparable(same));
    }
  });

  it('have every key set, and nothing that they hold, where they are those of plugin.yaml', async () => {
    const block = await webhookBlock({ address: 'http://127.0.0.1:1', properties: { GENNAKER_ORCA_TOKEN: 'secret' } });
    const [ours] = await list(block);
    expect(ours).toMatchObject({ type: 'kubernetesProgressive', noUserConfigurableFields: true });
    expect(JSON.stringify(ours)).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it('are none that are switched off', async () => {
    expect(await list({ preconfigured: [{ ...fireForget('http://target.example.com'), enabled: false }] })).toEqual([]);
  });
});
