import { read, sourceFiles } from '../architecture/tracked-files.ts';
import { readAlerts } from './alerts.ts';
import { readDashboard } from './dashboard.ts';
import { groupedBy, selectorsOf } from './queries.ts';
import { expectedErrors } from './vocabulary.ts';

const alerts = readAlerts();
const runbooks = read('docs/runbooks.md');

describe('the alerts', () => {
  it.each(alerts)('$name says how bad it is, how long it waits, and in a sentence what is wrong', (alert) => {
    expect(['critical', 'warning']).toContain(alert.severity);
    expect(alert.waits).toMatch(/^\d+m$/);
    expect(alert.summary).toMatch(/^[A-Z].*[^.]\.$/);
  });

  it.each(alerts)('$name names in its sentence only labels that its query leaves', ({ query, summary }) => {
    const named = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(groupedBy(query)).toEqual(expect.arrayContaining(named));
  });

  it('call every error a fault of ours but those that are expected', () => {
    const fault = alerts.find(({ name }) => name === 'GennakerFault');
    const excepted = selectorsOf(fault?.query ?? '').flatMap(({ matchers }) =>
      matchers.flatMap(({ label, values }) => (label === 'reason' ? values : [])),
    );
    expect([...new Set(excepted)]).toEqual([...expectedErrors].sort());
  });
});

describe('the runbooks', () => {
  const sections = [...runbooks.matchAll(/^## (Gennaker\w+)$/gm)].map(([, name]) => name);

  it('have a section for each alert, in the same order, and no other', () => {
    expect(sections).toEqual(alerts.map(({ name }) => name));
  });

  it.each(alerts)('are where $name says', ({ name, runbook }) => {
    expect(runbook).toBe(`docs/runbooks.md#${name.toLowerCase()}`);
  });

  it('say in each section what it means, what to look at, what to do and what not to do', () => {
    const parts = ['Means', 'Look at', 'Do', 'Do not'];
    for (const section of runbooks.split(/^## /m).slice(1)) {
      const found = [...section.matchAll(/^\*\*([A-Z][a-z ]+)\.\*\* /gm)].map(([, part]) => part);
      expect([section.split('\n')[0], ...found]).toEqual([section.split('\n')[0], ...parts]);
    }
  });

  it('send nobody after an event that is never logged, or a panel that is not on the dashboard', () => {
    const sources = sourceFiles.map(read).join('\n');
    const events = [...runbooks.matchAll(/\bevents? ((?:`[^`]+`(?:, |,? and )?)+)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/`([^`]+)`/g)].map(([, event = '']) => event),
    );
    expect(events.length).toBeGreaterThan(8);
    expect(events.filter((event) => !sources.includes(`'${event}'`))).toEqual([]);
    const shown = [...readDashboard().panels.map(({ title }) => title), 'Targets'];
    const named = [...runbooks.matchAll(/\b_([^_]+)_\b/g)].map(([, title = '']) => title);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((title) => !shown.includes(title))).toEqual([]);
  });
});
