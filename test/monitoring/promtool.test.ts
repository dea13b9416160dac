import { join } from 'node:path';
import { root } from '../architecture/tracked-files.ts';
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
