import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportLimit } from '../../frontend/audit/collecting.ts';
import { readSettings } from '../../frontend/deck/settings.ts';
import { buttons } from '../../frontend/execution/decision-words.ts';

const guide = readFileSync(join('docs', 'deck.md'), 'utf8');
const sourceOf = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
const bold = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^(?:\d\.|\|) \*\*([^*]+)\*\*/.exec(line)?.[1] ?? []);

describe('docs/deck.md', () => {
  it('names the parts of the form as they stand on the page', () => {
    const parts = bold(guide.split('\n').filter((line) => /^\d\. /.test(line)));
    expect(parts).toHaveLength(5);
    const form = sourceOf(join('frontend', 'stage'));
    expect(parts.filter((part) => !form.includes(part))).toEqual([]);
  });

  it('names every button that decides', () => {
    const rows = bold(guide.split('\n').filter((line) => line.startsWith('| **')));
    expect(rows.map((name) => name.replace('…', '')).sort()).toEqual(Object.values(buttons).sort());
  });

  it('names the button of the export and how much one file takes', () => {
    expect(sourceOf(join('frontend', 'audit'))).toContain('Export as CSV');
    expect(guide).toContain(
      `**Export as CSV** makes a file of what the filters show, in your browser: at most ${exportLimit.toLocaleString('en')} records`,
    );
  });

  it('names every setting of Deck, as plugin.yaml has it', () => {
    const [, written = ''] = /spinnakerSettings\.gennaker = \{([^}]*)\}/.exec(guide) ?? [];
    const named = [...written.matchAll(/^\s*(\w+):/gm)].map(([, key]) => key);
    const known = Object.keys(readSettings({}));
    expect(named).toEqual(known);
    const [, block = ''] = /^deck:\n([^]*)/m.exec(readFileSync('plugin.yaml', 'utf8')) ?? [];
    expect(known.filter((key) => !block.includes(`    ${key}: `))).toEqual([]);
  });
});
