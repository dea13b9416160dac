import { machineRoutes } from '../../backend-stub/access/machine-scopes.ts';
import { readAuditArguments } from '../../backend-stub/audit-command.ts';
import { listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readDoctorArguments } from '../../backend-stub/doctor-command.ts';
import { bundlePath } from '../../backend-stub/doctor/plugin-bundle.ts';
import { readPlanArguments } from '../../backend-stub/plan-command.ts';
import { readOptions } from '../../scripts/config/options.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { read } from '../architecture/tracked-files.ts';
import { readCommandLine } from '../playground/command-line.ts';
import { readWords, wordsOf } from './command-words.ts';
import { holdKubectl } from './kubectl.ts';

const manifest = parseManifest(read('plugin.yaml'));
const { version } = manifest;

type Rule = (words: readonly string[]) => void;

/** What is told to type, held against what there is; throws an error with a sentence, also for a program that has no rule. */
export function holdCommand(line: string): void {
  if (/[?&]/.test(line.replaceAll(/'[^']*'|"[^"]*"/g, ''))) throw new Error('a shell would take ? or & for its own');
  for (const part of line.split(/ \| (?=(?:[^']*'[^']*')*[^']*$)/)) {
    const [program = '', ...words] = wordsOf(part.replace(/ > \S+$/, ''));
    const rule = Object.hasOwn(rules, program) ? rules[program] : undefined;
    if (rule === undefined) throw new Error(`${program} is a command without a rule`);
    rule(words);
  }
}

const rules: Readonly<Record<string, Rule>> = {
  npm,
  gennaker,
  kubectl(words) {
    const within = holdKubectl(words);
    if (within.length > 0) inContainer(within);
  },
  helm(words) {
    const { operands, options } = readWords(words, { valued: ['--namespace', '--values'], alone: [] });
    const [verb = '', ...named] = operands;
    oneOf(verb, ['install', 'uninstall']);
    same(named, verb === 'install' ? ['gennaker', `dist/release/gennaker-chart-${version}.tgz`] : ['gennaker']);
    same(options.get('--namespace'), ['gennaker']);
  },
  skopeo: (words) =>
    same(words, [
      'copy',
      `oci-archive:dist/release/gennaker-${version}-image-amd64.tar`,
      `docker://images.example.com/gennaker:${version}`,
    ]),
  curl,
  /** Run, one after the other in a folder, by the test. */
  openssl: () => undefined,
  printf: () => undefined,
  tr: () => undefined,
  /** Of a line of the log: fields that lines have. */
  jq([, filter = '']) {
    const known = ['.level', '.msg', '.deployment', '.err.message'];
    const named = filter.match(/(?<![\w)])\.[a-z.]+/g) ?? [];
    if (named.length === 0) throw new Error('jq reads nothing');
    for (const field of named) oneOf(field, known);
  },
};

function npm([command = '', ...words]: readonly string[]): void {
  if (command === 'install') return same(words, ['--global', `dist/release/gennaker-${version}.tgz`]);
  const [name = '', ...rest] = command === 'run' ? words : [command, ...words];
  oneOf(name, Object.keys(recordAt(JSON.parse(read('package.json')), 'scripts')));
  const told = rest[0] === '--' ? rest.slice(1) : [];
  if (name === 'config') same([readOptions(told, manifest).kind], ['asked']);
  if (name === 'start') same([readCommandLine(told).kind], ['start']);
}

/** As `gennaker` itself reads its words. */
const ownCommands: Readonly<Record<string, Rule>> = {
  '--version': (words) => same(words, []),
  serve: onlyConfig,
  reseal: onlyConfig,
  'give-back'(words) {
    const { options, operands } = readWords(words, {
      valued: ['--config', '--account', '--namespace', '--name'],
      alone: [],
    });
    same([options.size, operands.length], [4, 0]);
  },
  plan: (words) => taken(readPlanArguments(words)),
  doctor: (words) => taken(doctorAsWritten(words)),
  audit: (words) => taken(readAuditArguments(words.map((word) => (word === 'NUMBER' ? '1' : word)))),
};

/** Its files are read with its words; here there are none. */
function doctorAsWritten(words: readonly string[]): { readonly kind: string; readonly why?: string } {
  const told = readDoctorArguments(words);
  return told.kind === 'misused' && / can not be read \(ENOENT\)\.$/.test(told.why) ? { kind: 'told' } : told;
}

function gennaker([name = '', ...words]: readonly string[]): void {
  oneOf(name, Object.keys(ownCommands));
  ownCommands[name]?.(words);
}

function onlyConfig(words: readonly string[]): void {
  const { options, operands } = readWords(words, { valued: ['--config'], alone: [] });
  same([options.size, operands.length], [1, 0]);
}

function taken(told: { readonly kind: string; readonly why?: string }): void {
  if (told.kind === 'misused') throw new Error(told.why);
}

/** Ours has no shell, and Node where the image has it; a probe has `wget`. */
function inContainer([program, ...words]: readonly string[]): void {
  if (program === 'node') {
    same(words.slice(0, 1), ['/opt/gennaker/gennaker.js']);
    return gennaker(words.slice(1));
  }
  same([program], ['wget']);
  same(words.at(-1)?.split('/v1/').slice(0, 1), ['http://gennaker.gennaker.svc:8080']);
}

/** By the host that is asked: Gate, the service's listener for machines, or Front50 where `kubectl port-forward` puts it. */
function curl(words: readonly string[]): void {
  const { operands, options } = readWords(words, { valued: ['-X', '-H', '-d'], alone: ['-I'] });
  const url = new URL(operands[0] ?? '');
  const [method = options.has('-d') ? 'POST' : 'GET'] = options.get('-X') ?? [];
  const asked = `${method} ${url.pathname}`;
  switch (url.host) {
    case 'gate.example.com':
      return oneOf(asked, ['GET /plugins/deck/plugin-manifest.json', `GET ${bundlePath}`]);
    case 'gennaker.gennaker.svc:8081':
      oneOf(asked, Object.keys(machineRoutes));
      return same(options.get('-H'), ['Authorization: Bearer $TOKEN']);
    case 'localhost:8080': {
      same([asked, ...(options.get('-H') ?? [])], ['POST /serviceAccounts', 'Content-Type: application/json']);
      const account: unknown = JSON.parse(options.get('-d')?.[0] ?? '');
      return same([textAt(account, 'name') !== undefined, listAt(account, 'memberOf').length], [true, 1]);
    }
    default:
      throw new Error(`nobody answers at ${url.host}`);
  }
}

function same(found: readonly unknown[] | undefined, wanted: readonly unknown[]): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${JSON.stringify(found)} must be ${JSON.stringify(wanted)}`);
}

function oneOf(found: string, known: readonly string[]): void {
  if (!known.includes(found)) throw new Error(`${found} is none of ${known.join(', ')}`);
}
