import type { ClusterChoice } from './ground.ts';

export const usualPort = 9000;

export type CommandLine =
  | { readonly kind: 'start'; readonly port: number; readonly cluster: ClusterChoice }
  | { readonly kind: 'help'; readonly text: string }
  /** A sentence for whoever typed it. */
  | { readonly kind: 'refused'; readonly why: string };

export const usage = `npm start [-- OPTIONS]

  --port PORT                       serve on another port than ${usualPort}
  --real-cluster                    deploy to a real control plane on this machine (needs Go once)
  --kubeconfig FILE --context NAME  deploy to that cluster, which must have Argo Rollouts
  --namespace NAME                  in that cluster; the context's own otherwise
  --help                            say this`;

const valued = ['--port', '--kubeconfig', '--context', '--namespace'] as const;
type Valued = (typeof valued)[number];

interface Written {
  readonly values: ReadonlyMap<Valued, string>;
  readonly flags: ReadonlySet<string>;
}

/** What stands behind `npm start --`; anything that is not known is refused. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const written = readWords(words);
  if (typeof written === 'string') return { kind: 'refused', why: written };
  if (written.flags.has('--help')) return { kind: 'help', text: usage };
  const port = readPort(written.values.get('--port'));
  if (port === undefined)
    return {
      kind: 'refused',
      why: `The port must be a number from 1 to 65535, and "${written.values.get('--port')}" is not.`,
    };
  const cluster = readCluster(written);
  return typeof cluster === 'string' ? { kind: 'refused', why: cluster } : { kind: 'start', port, cluster };
}

function readWords(words: readonly string[]): Written | string {
  const values = new Map<Valued, string>();
  const flags = new Set<string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const option = valued.find((one) => one === word);
    if (option !== undefined) {
      const value = words[(index += 1)];
      if (value === undefined || value.startsWith('--')) return `${option} needs a value behind it.`;
      values.set(option, value);
    } else if (word === '--real-cluster' || word === '--help') flags.add(word);
    else return `There is no option "${word}"; "npm start -- --help" lists those that there are.`;
  }
  return { values, flags };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return usualPort;
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

function readCluster({ values, flags }: Written): ClusterChoice | string {
  const [file, context, namespace] = [values.get('--kubeconfig'), values.get('--context'), values.get('--namespace')];
  if (flags.has('--real-cluster')) {
    const other = [...values.keys()].find((option) => option !== '--port');
    return other === undefined
      ? { kind: 'kit' }
      : `--real-cluster starts a cluster of its own, so ${other} does not go with it.`;
  }
  if (file === undefined && context === undefined && namespace === undefined) return { kind: 'simulated' };
  if (file === undefined || context === undefined)
    return 'To deploy to a cluster of yours, name both: --kubeconfig FILE --context NAME.';
  return { kind: 'kubeconfig', file, context, ...(namespace === undefined ? {} : { namespace }) };
}
