import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigReader } from './config-reader.ts';
import type { ClusterAccount } from './control-plane/argo-rollouts/accounts.ts';

/** What `gennaker serve --config FILE` is told. Secrets are read from files, so that they show in no process list. */
export interface Config {
  readonly listeners: { readonly orca: Listener; readonly people: Listener };
  /** How Orca reaches the first listener: the base of every status URL. */
  readonly publicUrl: string;
  readonly orca: { readonly url: string; readonly readAs: string; readonly bearers: readonly string[] };
  readonly access: Access;
  readonly postgres: { readonly url: string; readonly poolSize: number };
  /** 32 bytes; without it a manifest with Secret data is refused. */
  readonly sealingKey?: Buffer;
  readonly accounts: readonly ClusterAccount[];
  readonly logLevel: string;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
}

/** Written down in every configuration: nothing is open because something was forgotten. */
export type Access =
  { readonly mode: 'fiat'; readonly fiatUrl: string; readonly clouddriverUrl?: string } | { readonly mode: 'open' };

/** Every problem at once, each with the key that it is about. */
export class ConfigInvalid extends Error {
  override name = 'ConfigInvalid' as const;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(`The configuration ${file} can not be used:\n${problems.map((text) => `  - ${text}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Throws {@link ConfigInvalid}. */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigInvalid(file, [
      `the file can not be read (${cause instanceof Error ? cause.message : 'unknown reason'})`,
    ]);
  }
  return parseConfig(file, text);
}

export function parseConfig(file: string, text: string): Config {
  const problems: string[] = [];
  const config = readAll(new ConfigReader(parseYaml(text, problems), problems));
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return config;
}

function parseYaml(text: string, problems: string[]): unknown {
  try {
    return parse(text);
  } catch (cause) {
    problems.push(`it is no YAML: ${cause instanceof Error ? cause.message : 'unknown reason'}`);
    return {};
  }
}

function readAll(root: ConfigReader): Config {
  root.only([
    'listeners',
    'publicUrl',
    'orca',
    'access',
    'fiat',
    'clouddriver',
    'postgres',
    'sealingKeyFile',
    'accounts',
    'logLevel',
  ]);
  const listeners = root.section('listeners', ['orca', 'people']);
  const orca = root.section('orca', ['url', 'readAs', 'bearerFiles']);
  const postgres = root.section('postgres', ['urlFile', 'poolSize']);
  const sealingKey = readSealingKey(root);
  return {
    listeners: { orca: readListener(listeners, 'orca', 8081), people: readListener(listeners, 'people', 8080) },
    publicUrl: root.url('publicUrl'),
    orca: { url: orca.url('url'), readAs: orca.text('readAs'), bearers: orca.secretFiles('bearerFiles') },
    access: readAccess(root),
    postgres: { url: postgres.secretFile('urlFile'), poolSize: postgres.integer('poolSize', 10) },
    ...(sealingKey === undefined ? {} : { sealingKey }),
    accounts: root
      .sections('accounts', ['name', 'kubeconfig', 'context', 'inCluster', 'namespaces', 'defaultNamespace'])
      .map(readAccount),
    logLevel: root.word('logLevel', ['debug', 'info', 'warn', 'error'], 'info'),
  };
}

function readListener(listeners: ConfigReader, name: string, port: number): Listener {
  const listener = listeners.section(name, ['host', 'port']);
  return { host: listener.textOr('host', '0.0.0.0'), port: listener.integer('port', port) };
}

function readAccess(root: ConfigReader): Access {
  const mode = root.word('access', ['fiat', 'open']);
  if (mode === 'open') return { mode };
  const clouddriverUrl = root.has('clouddriver') ? root.section('clouddriver', ['url']).url('url') : undefined;
  return {
    mode: 'fiat',
    fiatUrl: root.section('fiat', ['url']).url('url'),
    ...(clouddriverUrl === undefined ? {} : { clouddriverUrl }),
  };
}

/** 32 bytes in base64, as `openssl rand -base64 32` prints them. */
function readSealingKey(root: ConfigReader): Buffer | undefined {
  if (!root.has('sealingKeyFile')) return undefined;
  const key = Buffer.from(root.secretFile('sealingKeyFile'), 'base64');
  if (key.length !== 32) root.problem('sealingKeyFile', 'must hold 32 bytes in base64');
  return key;
}

function readAccount(account: ConfigReader): ClusterAccount {
  const namespaces = account.has('namespaces') ? account.texts('namespaces') : undefined;
  const defaultNamespace = account.has('defaultNamespace') ? account.text('defaultNamespace') : undefined;
  if (account.has('kubeconfig') === account.has('inCluster'))
    account.problem('kubeconfig', 'give either kubeconfig (a path) or inCluster, true');
  const context = account.has('context') ? { context: account.text('context') } : {};
  const credentials = account.has('kubeconfig')
    ? ({ source: 'kubeconfig', path: account.text('kubeconfig'), ...context } as const)
    : ({ source: 'in-cluster' } as const);
  return {
    name: account.text('name'),
    credentials,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(defaultNamespace === undefined ? {} : { defaultNamespace }),
  };
}
