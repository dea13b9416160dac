import { setTimeout as pause } from 'node:timers/promises';
import { PassThrough, Readable } from 'node:stream';
import { audience } from './keyboard.ts';
import type { Audience, Terminal } from './keyboard.ts';

describe('whoever answers at the approval', () => {
  const raw: boolean[] = [];
  let interrupts = 0;
  const seated = (input: Terminal): Audience =>
    audience({ input, onInterrupt: () => (interrupts += 1), patienceSeconds: 0.05 });
  const terminal = (): PassThrough & Terminal =>
    Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });

  it.each([
    ['\r', 'approve'],
    ['a', 'abort'],
    ['Q', 'quit'],
    ['xya', 'abort'],
  ])('presses %j on a terminal, which means %s', async (pressed, meaning) => {
    const input = terminal();
    const people = seated(input);
    const answered = people.answer();
    input.write(pressed);
    expect((await answered).answer).toBe(meaning);
  });

  it('approves nothing by an Enter from before the question', async () => {
    const input = terminal();
    const people = seated(input);
    const read = new Promise((resolve) => input.once('data', resolve));
    input.write('\r');
    await read;
    const answered = people.answer();
    input.write('q');
    expect((await answered).answer).toBe('quit');
  });

  it('interrupts with Ctrl-C, which is a key here, and gets the terminal back as it was', () => {
    const input = terminal();
    const people = seated(input);
    input.emit('data', Buffer.from('\u0003'));
    people.close();
    expect([interrupts, raw.slice(-2)]).toEqual([1, [true, false]]);
  });

  it('without a terminal reads no more of endless lines than it can use', async () => {
    let read = 0;
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          await pause(0);
          read += 1;
          yield '\n'.repeat(100);
        }
      })(),
    );
    const people = seated(endless);
    expect((await people.answer()).answer).toBe('approve');
    await pause(20);
    const before = read;
    await pause(50);
    expect(read).toBe(before);
  });

  it.each([
    ['\n', 'approve'],
    ['a\n', 'abort'],
    ['q\n', 'quit'],
    ['what?\n', 'abort'],
  ])('without a terminal gives the line %j, which means %s', async (line, meaning) => {
    const input = new PassThrough();
    const people = seated(input);
    input.write(line);
    expect((await people.answer()).answer).toBe(meaning);
  });

  it('without a terminal and without a line is nobody, and it is said who approved', async () => {
    const input = new PassThrough();
    input.end();
    expect(await seated(input).answer()).toEqual({
      answer: 'approve',
      note: expect.stringContaining('approved by the demonstration itself'),
    });
  });
});
