import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { projectFiles, read, root } from '../architecture/tracked-files.ts';
import { readWords } from './command-words.ts';
import type { CommandWords, Flags } from './command-words.ts';

const installed = projectFiles
  .filter((file) => file.startsWith('deploy/base/'))
  .flatMap((file) => parseAllDocuments(read(file)).map((document): unknown => document.toJS()));

const namesOf = (kind: string): readonly string[] =>
  installed
    .filter((object) => textAt(object, 'kind') === kind)
    .map((object) => textAt(object, 'metadata', 'name') ?? '');

/** Ours, and those of Spinnaker and of nobody that pages speak of. */
const namespaces = [...namesOf('Namespace'), 'spinnaker', 'default', 'NAMESPACE'];
const deployments = [...namesOf('Deployment'), 'spin-gate'];

const everywhere: Flags = { valued: ['-n', '--namespace'], alone: [] };

interface Verb {
  readonly flags: Flags;
  /** Throws where what it names is not there. */
  readonly holds: (words: CommandWords) => void;
}

function expectOneOf(what: string | undefined, known: readonly string[]): void {
  if (what === undefined || !known.includes(what)) throw new Error(`${what} is none of ${known.join(', ')}`);
}

function deploymentIn([word = '']: readonly string[]): void {
  const [kind, name] = word.split('/');
  expectOneOf(kind, ['deployment', 'deploy']);
  expectOneOf(name, deployments);
}

function filesOf({ options }: CommandWords, flag: string): readonly string[] {
  return options.get(flag) ?? [];
}

/** Keys of a Secret as they are made: the name of a file, or what stands before `=`. */
function secretKeys(words: CommandWords): readonly string[] {
  return filesOf(words, '--from-file').map((file) => file.split('=')[0] ?? '');
}

/** What the Deployment of the service mounts, with the keys that its configuration reads; and the one that Orca is given. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  gennaker: [...read('deploy/base/gennaker.yaml').matchAll(/\/etc\/gennaker\/secrets\/([\w-]+)/g)].map(
    ([, key = '']) => key,
  ),
  'gennaker-orca-bearer': ['token'],
  'gennaker-clusters': ['prod'],
};

function creation(words: CommandWords): void {
  const [what, kindOrName = '', name = ''] = words.operands;
  if (what === 'namespace') return expectOneOf(kindOrName, namespaces);
  expectOneOf(`${what} ${kindOrName}`, ['secret generic']);
  expectOneOf(name, Object.keys(secrets));
  const [given, needed] = [secretKeys(words), secrets[name] ?? []].map((keys) => [...keys].sort().join(', '));
  if (given !== needed) throw new Error(`the Secret ${name} needs ${needed}, and is given ${given}`);
}

function applied(words: CommandWords): void {
  const named = [...filesOf(words, '-f'), ...filesOf(words, '-k')];
  if (named.length === 0) throw new Error('no file is named');
  for (const path of named)
    if (!existsSync(join(root, path)) && !existsSync(join(root, 'deploy', path)))
      throw new Error(`${path} is not there`);
}

const none: Flags = { valued: [], alone: [] };

/** Of kubectl 1.30 and later, as far as pages use it. */
const verbs: Readonly<Record<string, Verb>> = {
  create: { flags: { valued: ['--from-file'], alone: [] }, holds: creation },
  apply: { flags: { valued: ['-f', '-k'], alone: [] }, holds: applied },
  delete: { flags: { valued: ['-f', '-k'], alone: [] }, holds: applied },
  rollout: {
    flags: none,
    holds: ({ operands: [verb, ...of] }) => {
      expectOneOf(verb, ['status', 'restart']);
      deploymentIn(of);
    },
  },
  logs: {
    flags: { valued: ['-l', '--tail', '--since'], alone: ['--previous'] },
    holds: ({ operands, options }) => {
      const label = options.get('-l')?.[0];
      if (label === undefined) return deploymentIn(operands);
      const [key = '', value] = label.split('=');
      const [service] = installed.filter((object) => textAt(object, 'kind') === 'Deployment');
      if (textAt(service, 'spec', 'template', 'metadata', 'labels', key) !== value)
        throw new Error(`no pod of ours has the label ${label}`);
    },
  },
  exec: { flags: none, holds: ({ operands }) => deploymentIn(operands) },
  run: {
    flags: { valued: ['--restart', '--image'], alone: ['--rm', '-it'] },
    holds: ({ options }) => expectOneOf(options.get('--restart')?.[0], ['Never']),
  },
  get: {
    flags: { valued: [], alone: ['--show-labels'] },
    holds: ({ operands: [kind, name] }) => {
      expectOneOf(kind, ['pods', 'crd']);
      if (kind === 'crd') expectOneOf(name, ['rollouts.argoproj.io']);
    },
  },
  config: {
    flags: { valued: [], alone: ['--flatten', '--minify', '--raw'] },
    holds: ({ operands }) => expectOneOf(operands[0], ['view']),
  },
  'port-forward': { flags: none, holds: ({ operands }) => expectOneOf(operands.join(' '), ['svc/spin-front50 8080']) },
  describe: { flags: none, holds: ({ operands }) => expectOneOf(operands[0], ['pod']) },
  label: {
    flags: none,
    holds: ({ operands: [kind, , label = ''] }) => {
      expectOneOf(kind, ['namespace']);
      const [key = ''] = label.split('=');
      if (!read('deploy/approvals-policy.yaml').includes(key)) throw new Error(`the policy does not look at ${key}`);
    },
  },
  patch: {
    flags: { valued: ['--type', '--patch-file'], alone: [] },
    holds: ({ operands: [kind, name], options }) => {
      expectOneOf(kind, ['spinsvc']);
      expectOneOf(name, ['spinnaker']);
      expectOneOf(options.get('--type')?.[0], ['merge']);
      // What `npm run config -- --for operator --into spinnaker` writes.
      expectOneOf(options.get('--patch-file')?.[0], ['spinnaker/gennaker.yml']);
    },
  },
  auth: {
    flags: { valued: ['--as'], alone: [] },
    holds: ({ operands }) => expectOneOf(operands[0], ['can-i', 'whoami']),
  },
  // The plugin of Argo Rollouts.
  argo: {
    flags: none,
    holds: ({ operands: [plugin, verb] }) => {
      expectOneOf(plugin, ['rollouts']);
      if (verb !== undefined) expectOneOf(verb, ['promote', 'abort', 'undo']);
    },
  },
};

/** What is called in a container; the other words were held against `deploy/`. Throws an error with a sentence. */
export function holdKubectl(words: readonly string[]): readonly string[] {
  // The namespace may stand before the verb.
  const [namespace = '', ...rest] = words[0] === '-n' ? words.slice(1) : ['', ...words];
  const [name = '', ...others] = rest;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new Error(`kubectl ${name} is not known`);
  const read = readWords(others, {
    valued: [...verb.flags.valued, ...everywhere.valued],
    alone: verb.flags.alone,
  });
  const within = [namespace, ...(read.options.get('-n') ?? [])].filter((one) => one !== '');
  for (const one of within) expectOneOf(one, namespaces);
  verb.holds(read);
  return read.after;
}
