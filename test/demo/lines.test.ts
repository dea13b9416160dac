import fc from 'fast-check';
import { podBar, standing, timeCell, weightBar, wrap } from './lines.ts';
import { Narrator } from './narrator.ts';

const pods = { wanted: 4, updated: 1, ready: 4, available: 4 };

describe('a line of the story', () => {
  it('shows the weight that is asked for as a bar and in percent', () => {
    expect([0, 25, 100].map(weightBar)).toEqual([
      '[............]   0 %',
      '[###.........]  25 %',
      '[############] 100 %',
    ]);
  });

  it('shows one sign for each pod that is wanted, also while there is one more', () => {
    expect([podBar(pods), podBar({ ...pods, updated: 5 })]).toEqual(['[#...]', '[####]']);
  });

  it('leaves the room of the bars blank while there is no rollout', () => {
    expect(standing(undefined)).toBe(' '.repeat('[###.........]  25 %  [#...]'.length));
  });

  it('gives times below an hour the same width', () => {
    expect(new Set([0, 31.24, 3599].map((seconds) => timeCell(seconds).length)).size).toBe(1);
  });

  it('breaks at spaces only, within the width, and loses no word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 20 }), (given, indent) => {
        const wrapped = wrap(given.join(' '), { width: 40, indent });
        expect(wrapped.split(/\s+/)).toEqual(given);
        for (const [index, line] of wrapped.split('\n').entries())
          expect(line.length + (index === 0 ? indent : 0)).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe('the narrator', () => {
  const told = (output: { columns?: number; isTTY?: boolean }, noColor = ''): string => {
    let text = '';
    const narrator = new Narrator({ ...output, write: (more) => (text += more) }, noColor);
    narrator.heading('1. Heading');
    narrator.show({ standing: weightBar(25), sentence: 'Rollout frontend in shop waits at step 2 of 4 for approval.' });
    return text;
  };

  it('is bold on a terminal only, and not with NO_COLOR', () => {
    expect(told({ isTTY: true })).toContain('\u001b[1m');
    expect(told({ isTTY: true }, '1')).not.toContain('\u001b');
    expect(told({})).not.toContain('\u001b');
  });

  it('puts the sentence below the bars where a terminal is narrow', () => {
    expect(told({ columns: 120 })).toMatch(/25 % {2}Rollout/);
    expect(told({ columns: 60 })).toMatch(/25 %\n {10}Rollout/);
  });
});
