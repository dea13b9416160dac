import { Turns } from '../../../backend-stub/reconcile/turns.ts';

/** Work that ends when it is told to. */
function work(): {
  readonly run: () => Promise<void>;
  readonly begun: () => boolean;
  readonly end: (error?: Error) => void;
} {
  let begun = false;
  let settle: (error?: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  const run = (): Promise<void> => {
    begun = true;
    return done;
  };
  return { run, begun: () => begun, end: (error) => settle(error) };
}

describe('turns', () => {
  it('begin at once while there is room, and else in the order in which they were asked for', async () => {
    const turns = new Turns(2);
    const all = [work(), work(), work(), work()];
    const taken = all.map(({ run }) => turns.take(run));
    expect(all.map(({ begun }) => begun())).toEqual([true, true, false, false]);
    all[1]?.end();
    await taken[1];
    expect(all.map(({ begun }) => begun())).toEqual([true, true, true, false]);
    for (const { end } of all) end();
    await Promise.all(taken);
    expect(all.map(({ begun }) => begun())).toEqual([true, true, true, true]);
  });

  it('are given on when work fails, and the failure stays with who asked for it', async () => {
    const turns = new Turns(1);
    const [failing, next] = [work(), work()];
    const failed = expect(turns.take(failing.run)).rejects.toThrow('no answer');
    const taken = turns.take(next.run);
    failing.end(new Error('no answer'));
    await failed;
    next.end();
    await taken;
    expect(next.begun()).toBe(true);
  });

  it('answer with what the work gave', async () => {
    expect(await new Turns(1).take(() => Promise.resolve('read'))).toBe('read');
  });
});
