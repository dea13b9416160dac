import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { read, root } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { alertsFile, readAlerts } from './alerts.ts';
import { promtool, reportMissing, requirePromtool } from './promtool.ts';
import { testQuietHour, testTrouble } from './rule-tests.ts';
import { troubles } from './troubles.ts';

const program = requirePromtool();
const well = { passed: true };

(program === undefined ? describe.skip : describe)('on the rules of a real Prometheus, the alerts', () => {
  it('are written well', () => {
    expect(promtool(['check', 'rules', join(root, alertsFile)])).toMatchObject(well);
  });

  it('are fed by a scrape as docs/operate.md writes it', () => {
    const [, written = ''] = /```yaml\n(scrape_configs:[^]*?)```/.exec(read('docs/operate.md')) ?? [];
    const file = join(scratchFolder('scrape'), 'prometheus.yml');
    // Debian builds Prometheus without the discovery in Kubernetes.
    writeFileSync(
      file,
      written.replace(/kubernetes_sd_configs: .*/, "static_configs: [{ targets: ['gennaker:8081'] }]"),
    );
    expect(promtool(['check', 'config', file])).toMatchObject(well);
    const [service] = parseAllDocuments(read('deploy/base/service.yaml')).map((document): unknown => document.toJS());
    expect(written).toContain(`regex: ${textAt(service, 'metadata', 'name')}, action: keep`);
    const orca = listAt(service, 'spec', 'ports').find((port) => textAt(port, 'name') === 'orca');
    expect(written).toContain(`regex: '${numberAt(orca, 'port')}', action: keep`);
  });

  it('keep quiet in an hour of everyday troubles', () => {
    expect(testQuietHour()).toMatchObject(well);
  });

  it.each(troubles)('tell by $alert alone, when it is due, that $title', (trouble) => {
    expect(testTrouble(trouble)).toMatchObject(well);
  });
});

it('each alert has a trouble that it tells', () => {
  expect([...new Set(troubles.map(({ alert }) => alert))]).toEqual(readAlerts().map(({ name }) => name));
});

it('promtool may be missing, but not in CI', () => {
  expect(() => reportMissing({ CI: 'true' })).toThrow('In CI nothing may be left out: install prometheus.');
});
