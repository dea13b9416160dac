import { pino } from 'pino';
import { Metrics } from '../../backend-stub/http/metrics.ts';
import { WatchedRules } from '../../backend-stub/watched-rules.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { patiently } from './patiently.ts';

const good = (role: string): string => `fiat: {restrictApplicationCreation: true, admin: {roles: [${role}]}}\n`;
const broken = 'fiat:\n  restrictApplicationCreation: perhaps\n';

describe("the operator's prefix file", () => {
  const files = new ConfigurationFiles();
  const lines: string[] = [];
  const metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const opened: WatchedRules[] = [];
  afterAll(() => {
    for (const rules of opened) rules.stop();
    files.remove();
  });

  async function watched(name: string): Promise<WatchedRules> {
    const rules = new WatchedRules(files.path(name), { log, metrics, intervalMilliseconds: 2 });
    opened.push(rules);
    await rules.start();
    return rules;
  }
  const admins = (rules: WatchedRules): readonly string[] | undefined => rules.inForce().file?.rules.adminRoles;

  it('is read at the start, and again when it changes', async () => {
    files.write('changing.yml', good('first'));
    const rules = await watched('changing.yml');
    expect([admins(rules), rules.inForce().problems]).toEqual([['first'], []]);
    files.write('changing.yml', good('second'));
    await patiently(() => admins(rules)?.[0] === 'second');
  });

  it('stays in force as it was when it can not be used any more, with each problem named by its line', async () => {
    files.write('breaking.yml', good('first'));
    const rules = await watched('breaking.yml');
    files.write('breaking.yml', broken);
    await patiently(() => rules.inForce().problems.length > 0);
    expect([admins(rules), rules.inForce().problems]).toMatchObject([['first'], [{ where: 'line 2', line: 2 }]]);
    expect(lines.join('')).toContain('line 2: fiat.restrictApplicationCreation must be one of');
    files.write('breaking.yml', good('second'));
    await patiently(() => admins(rules)?.[0] === 'second');
    expect(rules.inForce().problems).toEqual([]);
  });

  it('that is broken or not there at the start explains nothing, and keeps nothing from starting', async () => {
    files.write('broken.yml', broken);
    const [one, other] = [await watched('broken.yml'), await watched('missing.yml')];
    expect([admins(one), admins(other)]).toEqual([undefined, undefined]);
    expect(one.inForce()).toMatchObject({ path: files.path('broken.yml'), problems: [{ line: 2 }] });
    expect(other.inForce().problems).toEqual([
      { where: 'the file', sentence: `${files.path('missing.yml')} can not be read (ENOENT)` },
    ]);
  });

  it('that can not be used is counted as stale', async () => {
    files.write('stale.yml', broken);
    await watched('stale.yml');
    expect(await metrics.text()).toMatch(/gennaker_\w*stale\w*\{.*applicationCreation\.fiatFile.*\} 1/);
  });
});
