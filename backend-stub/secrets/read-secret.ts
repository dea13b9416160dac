import { readFile } from 'node:fs/promises';
import { at, objectName, recordAt, textAt } from '../deployment/kubernetes-object.ts';
import type { Clock, ControlPlane } from '../ports.ts';
import type { ReadSecret, SecretSource } from '../secret-port.ts';
import { TimedCache } from '../timed-cache.ts';
import { SecretUnavailable } from './errors.ts';
import type { Vault } from './vault.ts';

export interface SecretReaderOptions {
  readonly clock: Clock;
  readonly environment: (name: string) => string | undefined;
  /** Reads Secrets of clusters; the accounts it knows may need secrets themselves, so it is asked late. */
  readonly clusters: () => Pick<ControlPlane, 'read'>;
  /** Undefined where no Vault is configured. */
  readonly vault?: Vault | undefined;
}

/** For how long an answer over the network is good, in milliseconds. Files and the environment are read each time. */
const goodFor = 30_000;

export function secretReader(options: SecretReaderOptions): ReadSecret {
  const remembered = new TimedCache<string>({ clock: options.clock, milliseconds: goodFor, entries: 1000 });
  return async (source) => {
    const read = (): Promise<string> => readFrom(options, source);
    const isFar = source.from === 'vault' || source.from === 'kubernetesSecret';
    const text = (await (isFar ? remembered.get(whereOf(source), read) : read())).trim();
    if (text === '') throw new SecretUnavailable(whereOf(source), 'it is empty');
    return text;
  };
}

/** Where it lies, for people. */
export function whereOf(source: SecretSource): string {
  switch (source.from) {
    case 'file':
      return `The file ${source.path}`;
    case 'environment':
      return `The environment variable ${source.name}`;
    case 'kubernetesSecret':
      return `Key ${source.key} of ${objectName({ kind: 'Secret', ...source })} of account ${source.account}`;
    case 'vault':
      return `Key ${source.key} of ${source.mount}/${source.path} in Vault`;
  }
}

function readFrom({ environment, clusters, vault }: SecretReaderOptions, source: SecretSource): Promise<string> {
  switch (source.from) {
    case 'file':
      return readFile(source.path, 'utf8').catch((error: unknown) => {
        throw new SecretUnavailable(
          whereOf(source),
          `it can not be read (${textAt(error, 'code') ?? 'unknown reason'})`,
        );
      });
    case 'environment':
      return Promise.resolve(environment(source.name) ?? '');
    case 'kubernetesSecret':
      return readClusterSecret(clusters(), source);
    case 'vault':
      if (vault === undefined) throw new SecretUnavailable(whereOf(source), 'no Vault is configured');
      return vault.read(source);
  }
}

async function readClusterSecret(
  clusters: Pick<ControlPlane, 'read'>,
  source: Extract<SecretSource, { from: 'kubernetesSecret' }>,
): Promise<string> {
  const { account, namespace, name, key } = source;
  const secret = await clusters
    .read(account, { apiVersion: 'v1', kind: 'Secret', namespace, name })
    .catch((error: unknown) => {
      throw new SecretUnavailable(whereOf(source), sentenceOf(error));
    });
  if (secret === undefined) throw new SecretUnavailable(whereOf(source), 'the Secret does not exist');
  const value = at(recordAt(secret, 'data'), key);
  if (typeof value !== 'string') throw new SecretUnavailable(whereOf(source), 'the Secret has no such key');
  return Buffer.from(value, 'base64').toString('utf8');
}

/** Our own errors of clusters are sentences without secrets. */
function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : 'its cluster could not be asked';
}
