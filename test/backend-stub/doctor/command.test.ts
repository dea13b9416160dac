import { stringify } from 'yaml';
import { readDoctorArguments } from '../../../backend-stub/doctor-command.ts';
import { ConfigurationFiles } from '../configuration-files.ts';
import { GennakerProcess } from '../gennaker-process.ts';

const files = new ConfigurationFiles();
afterAll(() => files.remove());

describe('gennaker doctor on the command line', () => {
  it('judges the files of Spinnaker although its own can not be used, and ends with 1', async () => {
    const config = files.write('gennaker.yaml', stringify({ logLevel: 'loud' }));
    const orca = files.write('orca-local.yml', 'webhook: { allowedRequestsEnabled: false }\n');
    const gennaker = new GennakerProcess(['doctor', '--config', config, '--orca-file', orca]);
    expect(await gennaker.exit()).toBe(1);
    const text = gennaker.output.join('\n');
    expect(text).toMatch(/^Gennaker [\d.]+: \d+ wrong, \d+ could not be told, \d+ to be known, \d+ in order\./);
    for (const key of ['publicUrl', 'orca', 'access', 'postgres', 'accounts', 'logLevel'])
      expect(text).toContain(`configuration: The service does not start: ${key}`);
    expect(text).toContain('orca-local.yml line 1, webhook.allowedRequestsEnabled: true');
  }, 60_000);

  it.each([
    [['--json'], 'It needs --config.'],
    [['--config', 'a', '--everything'], '--everything'],
    [['--config', 'a', '--gate', 'https://admin:password@gate.example.com'], "hold nobody's password"],
    [['--config', 'a', '--orca-file', files.path('nothing')], 'nothing can not be read (ENOENT).'],
    [['--config', 'a', '--gate-headers', files.write('headers', 'SESSION=1234')], 'one header a line'],
  ])('refuses %j in a sentence, without what was written there', (words, why) => {
    const told = readDoctorArguments(words);
    expect(told).toMatchObject({ kind: 'misused', why: expect.stringContaining(why) });
    expect(JSON.stringify(told)).not.toMatch(/1234|admin:password/);
  });
});
