import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from './command-line.ts';

describe('what stands behind npm start --', () => {
  it('is the simulated cluster on port 9000 when it is nothing', () => {
    expect(readCommandLine([])).toEqual({ kind: 'start', port: 9000, cluster: { kind: 'simulated' } });
  });

  it('may be another port, and the real control plane', () => {
    const asked = readCommandLine(['--port', '9001', '--real-cluster']);
    expect(asked).toEqual({ kind: 'start', port: 9001, cluster: { kind: 'kit' } });
  });

  it("may be somebody's cluster", () => {
    const cluster = { kind: 'kubeconfig', file: 'config', context: 'dev', namespace: 'web' };
    const asked = readCommandLine(['--kubeconfig', 'config', '--context', 'dev', '--namespace', 'web']);
    expect(asked).toEqual({ kind: 'start', port: 9000, cluster });
  });

  it.each([
    [['--prot', '9001'], 'There is no option "--prot"; "npm start -- --help" lists those that there are.'],
    [['9001'], 'There is no option "9001"; "npm start -- --help" lists those that there are.'],
    [['--port'], '--port needs a value behind it.'],
    [['--context', '--real-cluster'], '--context needs a value behind it.'],
    [['--port', '0x50'], 'The port must be a number from 1 to 65535, and "0x50" is not.'],
    [['--port', '70000'], 'The port must be a number from 1 to 65535, and "70000" is not.'],
    [['--kubeconfig', 'config'], 'To deploy to a cluster of yours, name both: --kubeconfig FILE --context NAME.'],
    [['--namespace', 'web'], 'To deploy to a cluster of yours, name both: --kubeconfig FILE --context NAME.'],
    [
      ['--real-cluster', '--context', 'dev'],
      '--real-cluster starts a cluster of its own, so --context does not go with it.',
    ],
  ])('is refused when it is %j', (words, why) => {
    expect(readCommandLine(words)).toEqual({ kind: 'refused', why });
  });

  it('lists its options when it is asked to', () => {
    expect(readCommandLine(['--help'])).toEqual({ kind: 'help', text: expect.stringContaining('--kubeconfig FILE') });
  });
});
