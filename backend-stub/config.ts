import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readListeners } from './config-listeners.ts';
import type { Listeners } from './config-listeners.ts';
import { readOidc } from './config-oidc.ts';
import type { Oidc } from './config-oidc.ts';
import { readAccounts } from './config-accounts.ts';
import { readAudit } from './config-audit.ts';
import type { AuditSigning } from './config-audit.ts';
import { readCreation } from './config-creation.ts';
import type { CreationConfig } from './config-creation.ts';
import { ConfigReader } from './config-reader.ts';
import { bearerTokenProblem } from './access/bearer-token.ts';
import { readDoctor } from './config-doctor.ts';
import type { DoctorConfig } from './config-doctor.ts';
import { defined } from './contract/defined.ts';
import { readPluginFiles } from './config-plugin.ts';
import { decisionChannels } from './contract/stage-decision.ts';
import type { DecisionChannel } from './contract/stage-decision.ts';
import { readSealingKeys, readSealingKeySources, readVault, whyUnreadable } from './config-secrets.ts';
import { textAt } from './deployment/kubernetes-object.ts';
import type { ClusterAccount } from './control-plane/argo-rollouts/accounts.ts';
import type { CallLimit, CallLimitsPerMinute } from './http/call-limits.ts';
import type { PluginFiles } from './http/plugin-files.ts';
import type { SecretSource } from './secret-port.ts';
import type { VaultOptions } from './secrets/vault.ts';

/** What `gennaker serve --config FILE` is told. Secrets are read from files, so that they show in no process list. */
export interface Config {
  readonly listeners: Listeners;
  /** How Orca reaches the first listener: the base of every status URL. */
  readonly publicUrl: string;
  readonly orca: {
    readonly url: string;
    readonly readAs: string;
    readonly bearers: readonly string[];
    /** Where they stand, in the same order, to be read again while the service runs; empty: they do not change. */
    readonly bearerFiles: readonly string[];
  };
  /** Where applications, pipelines and service accounts are read; without it, names taken and what automatic runs may do are not told. */
  readonly front50Url?: string;
  /** Where approvers are called from; without it nobody is called, which deployments then say. */
  readonly echoUrl?: string;
  /** Where people reach Deck, for links in what approvers are sent. */
  readonly deckUrl?: string;
  readonly access: Access;
  /** Absent: of what may be created, Fiat's answer alone is told. */
  readonly creation?: CreationConfig;
  /** By whose word a decision is somebody's; absent: Gate's proxy's. */
  readonly decisions?: DecisionChannel;
  /** Absent: no machine but Orca may call. */
  readonly oidc?: Oidc;
  readonly postgres: { readonly url: string; readonly poolSize: number };
  /** 32 bytes each: the first seals, all open. Without one a manifest with Secret data is refused. */
  readonly sealingKeys: readonly Buffer[];
  /** Absent: what was written down is not signed. */
  readonly audit?: AuditSigning;
  /** Further sealing keys, after those, which are read at the start. */
  readonly sealingKeySources: readonly SecretSource[];
  readonly vault?: VaultOptions;
  readonly accounts: readonly ClusterAccount[];
  /** How long the deployments of a replica that died wait for another one. */
  readonly leaseSeconds: number;
  readonly logLevel: string;
  /** Absent: Gate has the plugin from elsewhere. */
  readonly pluginFiles?: PluginFiles;
  /** Absent: the page of the doctor can not tell what Orca and Gate were told. */
  readonly doctor?: DoctorConfig;
  /** How often callers may call; what is left out has its default. */
  readonly limits?: Partial<CallLimitsPerMinute>;
}

/** Written down in every configuration: nothing is open because something was forgotten. */
export type Access =
  { readonly mode: 'fiat'; readonly fiatUrl: string; readonly clouddriverUrl?: string } | { readonly mode: 'open' };

/** What the service was started with. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

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
  return parseConfig(file, readText(file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigInvalid(file, [`the file can not be read (${textAt(cause, 'code') ?? 'unknown reason'})`]);
  }
}

export function parseConfig(file: string, text: string): Config {
  const problems: string[] = [];
  const config = readAll(new ConfigReader(parseYaml(file, text), problems));
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return config;
}

/** Only where the audit is, and what it is signed with, whatever else stands in it. Throws {@link ConfigInvalid}. */
export function loadAuditSource(file: string): { readonly databaseUrl: string; readonly audit?: AuditSigning } {
  const problems: string[] = [];
  const root = new ConfigReader(parseYaml(file, readText(file)), problems);
  const source = {
    databaseUrl: readDatabaseUrl(root.section('postgres', ['urlFile', 'poolSize'])),
    ...readAudit(root),
  };
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return source;
}

export type AccountsConfig = Pick<Config, 'accounts' | 'vault'>;

/** Only the accounts of a configuration, and what they need, whatever else stands in it: for commands that serve nobody. Throws {@link ConfigInvalid}. */
export function loadAccounts(file: string): AccountsConfig {
  const problems: string[] = [];
  const read = readSecretsOf(new ConfigReader(parseYaml(file, readText(file)), problems));
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return read;
}

function readSecretsOf(root: ConfigReader): AccountsConfig {
  const vault = readVault(root);
  const accounts = readAccounts(root);
  for (const [index, { credentials }] of accounts.entries()) {
    const why = credentials.source === 'token' ? whyUnreadable(credentials.token, { accounts, vault }) : undefined;
    if (why !== undefined) root.problem(`accounts[${index}].token`, why);
  }
  return { accounts, ...(vault === undefined ? {} : { vault }) };
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    // Only its first line: what follows shows lines of the file.
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : undefined;
    throw new ConfigInvalid(file, [`it is no YAML: ${reason?.replace(/:$/, '') ?? 'unknown reason'}`]);
  }
}

function readAll(root: ConfigReader): Config {
  root.only([
    'listeners',
    'publicUrl',
    'orca',
    'access',
    'decisions',
    'fiat',
    'clouddriver',
    'front50',
    'applicationCreation',
    'echo',
    'deckUrl',
    'oidc',
    'postgres',
    'sealingKeyFile',
    'sealingKeyFiles',
    'audit',
    'sealingKeys',
    'vault',
    'accounts',
    'leaseSeconds',
    'logLevel',
    'limits',
    'pluginFolder',
    'doctor',
  ]);
  const orca = root.section('orca', ['url', 'readAs', 'bearerFiles']);
  const postgres = root.section('postgres', ['urlFile', 'poolSize']);
  const reached = readSecretsOf(root);
  return {
    listeners: readListeners(root),
    publicUrl: root.url('publicUrl'),
    orca: { url: orca.url('url'), readAs: orca.text('readAs'), ...readBearers(orca) },
    ...readCalling(root),
    access: readAccess(root),
    decisions: root.word('decisions', decisionChannels, 'gate'),
    creation: readCreation(root),
    ...defined({ oidc: readOidc(root), pluginFiles: readPluginFiles(root), doctor: readDoctor(root) }),
    postgres: {
      url: readDatabaseUrl(postgres),
      poolSize: postgres.integer('poolSize', 10, { least: 1, most: 200 }),
    },
    sealingKeys: readSealingKeys(root),
    ...readAudit(root),
    sealingKeySources: readSealingKeySources(root, reached),
    ...reached,
    // Leases are renewed every second: under 3 s one slow answer of the database would lose them all.
    leaseSeconds: root.integer('leaseSeconds', 15, { least: 3, most: 600 }),
    logLevel: root.word('logLevel', ['debug', 'info', 'warn', 'error'], 'info'),
    limits: readLimits(root),
  };
}

const limitKeys: readonly CallLimit[] = ['person', 'plans', 'orca', 'machine', 'strangers'];

function readLimits(root: ConfigReader): Partial<CallLimitsPerMinute> {
  const section = root.optionalSection('limits', limitKeys);
  const given = limitKeys.filter((key) => section.has(key));
  return Object.fromEntries(given.map((key) => [key, section.integer(key, 1, { least: 1, most: 1_000_000 })]));
}

function readBearers(orca: ConfigReader): Pick<Config['orca'], 'bearers' | 'bearerFiles'> {
  const bearers = orca.secretFiles('bearerFiles');
  for (const [index, bearer] of bearers.entries()) {
    const problem = bearer === '' ? undefined : bearerTokenProblem(bearer);
    if (problem !== undefined) orca.problem(`bearerFiles[${index}]`, problem);
  }
  return { bearers, bearerFiles: bearers.length === 0 ? [] : orca.texts('bearerFiles') };
}

function readDatabaseUrl(postgres: ConfigReader): string {
  const url = postgres.secretFile('urlFile');
  if (url !== '' && !(/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)))
    postgres.problem(
      'urlFile',
      'must hold an address that begins with postgres://, with signs of its password as in a URL (# is %23)',
    );
  return url;
}

function readAccess(root: ConfigReader): Access {
  const mode = root.word('access', ['fiat', 'open']);
  if (mode === 'open') {
    // A Fiat that is named and not asked would only be believed to be asked.
    if (root.has('fiat')) root.problem('fiat', 'is not asked with access: open; leave it out, or say access: fiat');
    return { mode };
  }
  const clouddriverUrl = root.has('clouddriver') ? root.section('clouddriver', ['url']).url('url') : undefined;
  return {
    mode: 'fiat',
    fiatUrl: root.section('fiat', ['url']).url('url'),
    ...(clouddriverUrl === undefined ? {} : { clouddriverUrl }),
  };
}

function readCalling(root: ConfigReader): Pick<Config, 'echoUrl' | 'deckUrl' | 'front50Url'> {
  return {
    ...(root.has('front50') ? { front50Url: root.section('front50', ['url']).url('url') } : {}),
    ...(root.has('echo') ? { echoUrl: root.section('echo', ['url']).url('url') } : {}),
    ...(root.has('deckUrl') ? { deckUrl: root.url('deckUrl') } : {}),
  };
}
