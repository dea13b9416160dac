import { readDashboard } from './dashboard.ts';
import type { Panel } from './dashboard.ts';
import { groupedBy } from './queries.ts';

const { panels, rows, variables } = readDashboard();

describe('a panel of the dashboard', () => {
  it.each(panels)('"$title" takes the data source that was chosen', ({ sources }) => {
    expect(new Set(sources)).toEqual(new Set(['${datasource}']));
  });

  it.each(variables.slice(1))('finds $name in the data source that was chosen', ({ source }) => {
    expect(source).toBe('${datasource}');
  });

  it.each(panels)('"$title" says what it shows, in which unit', ({ description, unit }) => {
    expect(description).toMatch(/^\S.*\.$/);
    expect(unit).not.toBe('');
  });

  it.each(panels)('"$title" uses no variable that is not there', ({ queries }) => {
    const used = queries.flatMap(({ query }) => [...query.matchAll(/\$(\w+)/g)].map(([, name = '']) => name));
    const known = [...variables.map(({ name }) => name), '__rate_interval', '__range'];
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(panels)('"$title" has legends of labels that are left', ({ queries }) => {
    for (const { query, legend } of queries) {
      const named = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
      const left = /\bby \(/.test(query) ? groupedBy(query) : ['instance'];
      expect(left).toEqual(expect.arrayContaining(named));
    }
  });

  it('stands beside the others and not on them, in a grid of 24 columns', () => {
    const overlaps = panels.flatMap((one, index) =>
      panels
        .slice(index + 1)
        .filter((other) => isOn(one, other))
        .map(({ title }) => `${one.title} and ${title}`),
    );
    expect(overlaps).toEqual([]);
    expect(panels.filter(({ place }) => place.x + place.width > 24)).toEqual([]);
    expect(rows.length).toBe(6);
  });
});

function isOn({ place: one }: Panel, { place: other }: Panel): boolean {
  const beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  const below = one.y + one.height <= other.y || other.y + other.height <= one.y;
  return !beside && !below;
}
