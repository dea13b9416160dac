import { pino } from 'pino';
import { Metrics } from '../../../backend-stub/http/metrics.ts';
import { createPeopleApp } from '../../../backend-stub/http/people-app.ts';
import type { PluginFiles } from '../../../backend-stub/http/plugin-files.ts';
import { call } from './caller.ts';
import { unaskedByPeople } from './unasked-use-cases.ts';

const zip = Buffer.from([0x50, 0x4b, 0x05, 0x06, 0xff, 0x00]);
const files: PluginFiles = new Map([
  ['plugins.json', Buffer.from('[]')],
  ['Gennaker.Progressive-0.1.0.zip', zip],
]);

async function serving(pluginFiles?: PluginFiles) {
  const app = await createPeopleApp({
    useCases: unaskedByPeople,
    log: pino({ level: 'silent' }),
    metrics: new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] }),
    clock: { elapsed: () => 0 },
    ...(pluginFiles === undefined ? {} : { pluginFiles }),
  });
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

describe('the repository of the plugin', () => {
  it('is read by Gate, which names nobody there, byte for byte', async () => {
    const { app, url } = await serving(files);
    const index = await fetch(`${url}/plugins/plugins.json`);
    expect([index.status, index.headers.get('content-type'), await index.text()]).toEqual([
      200,
      'application/json',
      '[]',
    ]);
    const fetched = await fetch(`${url}/plugins/Gennaker.Progressive-0.1.0.zip`);
    expect(fetched.headers.get('content-type')).toBe('application/zip');
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(zip);
    await app.close();
  });

  it.each(['other.zip', '..%2Fgennaker.yaml', 'constructor', ''])('has nothing else in it: %j', async (name) => {
    const { app, url } = await serving(files);
    const { status, body } = await call(`${url}/plugins/${name}`);
    expect([status, body['error']]).toEqual([404, 'not-found']);
    await app.close();
  });

  it('is not there unless a folder of it is configured', async () => {
    const { app, url } = await serving();
    expect((await call(`${url}/plugins/plugins.json`)).status).toBe(404);
    await app.close();
  });
});
