import { readAlerts } from './alerts.ts';
import { readDashboard } from './dashboard.ts';
import { exposedByService } from './exposed.ts';
import type { Exposed } from './exposed.ts';
import { unknownWords } from './unknown-words.ts';

const { panels, variables } = readDashboard();
const patience = 120_000;

describe('a running service exposes', () => {
  let exposed: Exposed;
  beforeAll(async () => {
    exposed = await exposedByService();
  }, patience);

  it.each(readAlerts())('all that the alert $name asks for', ({ query }) => {
    expect(unknownWords(query, exposed)).toEqual([]);
  });

  it.each(panels)('all that the panel "$title" asks for', ({ queries }) => {
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.flatMap(({ query }) => unknownWords(query, exposed))).toEqual([]);
  });

  it('jobs, replicas and accounts for the variables of the dashboard', () => {
    expect(variables.map(({ name }) => name)).toEqual(['datasource', 'job', 'replica', 'account']);
    for (const { query } of variables.slice(1)) {
      const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
      expect(unknownWords(`sum by (${label}) (${selector})`, exposed)).toEqual([]);
    }
  });

  it.each([
    ['gennaker_deployment_held', 'gennaker_deployment_held'],
    ['sum by (acount) (gennaker_watches{state="broken"})', 'acount'],
    ['gennaker_watches{stat="broken"}', 'gennaker_watches{stat}'],
    ['rate(gennaker_watches{state=~"open|brokn"}[5m]) > 0', 'gennaker_watches{state="brokn"}'],
  ])('not what %j asks for', (query, word) => {
    expect(unknownWords(query, exposed)).toEqual([word]);
  });
});
