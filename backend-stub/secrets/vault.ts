import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import axios from 'axios';
import { at, textAt } from '../deployment/kubernetes-object.ts';
import type { SecretSource } from '../secret-port.ts';
import { SecretUnavailable } from './errors.ts';

export interface VaultOptions {
  /** Without a slash at the end. */
  readonly url: string;
  /** PEM; the system's authorities otherwise. */
  readonly caFile?: string;
  /** `X-Vault-Namespace`, which HCP and the enterprise edition know. */
  readonly namespace?: string;
  readonly login: VaultLogin;
}

export type VaultLogin =
  | { readonly by: 'token'; readonly file: string }
  /** As the service account of the pod; `mount` is where Vault has this auth method. */
  | { readonly by: 'kubernetes'; readonly role: string; readonly mount: string; readonly jwtFile: string };

export interface Vault {
  /** Throws `SecretUnavailable`. */
  read(source: Extract<SecretSource, { from: 'vault' }>): Promise<string>;
}

interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

const timeout = 5_000;

/** HashiCorp Vault, or OpenBao, over its HTTP API. Nothing that it answers is part of an error, but its status. */
export function vaultAt(options: VaultOptions): Vault {
  let session: string | undefined;

  const token = async (): Promise<string> => {
    const { login } = options;
    if (login.by === 'token') return readText(options, login.file);
    session ??= await loggedIn(options, login);
    return session;
  };
  const ask = async (path: string): Promise<VaultAnswer> =>
    send(options, { method: 'GET', path, headers: { 'X-Vault-Token': await token() } });

  return {
    async read({ mount, path, key }) {
      const where = `Key ${key} of ${mount}/${path} in Vault`;
      const address = `/v1/${encoded(mount)}/data/${encoded(path)}`;
      let answer = await ask(address);
      // What was given by a login runs out; what stands in a file is read each time.
      if (answer.status === 403 && session !== undefined) {
        session = undefined;
        answer = await ask(address);
      }
      const value = at(answer.body, 'data', 'data', key);
      if (answer.status === 200 && typeof value === 'string') return value;
      throw new SecretUnavailable(where, whyNot(answer.status));
    },
  };
}

function whyNot(status: number): string {
  switch (status) {
    case 200:
      return 'there is no such key with a text';
    case 403:
      return 'Vault does not allow it (403); its policy needs read on the data path of the engine';
    case 404:
      return 'there is no such path, or it was deleted (404)';
    case 503:
      return 'Vault is sealed, or does not serve yet (503)';
    default:
      return `Vault answered ${status}`;
  }
}

async function loggedIn(options: VaultOptions, login: Extract<VaultLogin, { by: 'kubernetes' }>): Promise<string> {
  const { role, mount, jwtFile } = login;
  const body = { role, jwt: await readText(options, jwtFile) };
  const answer = await send(options, { method: 'POST', path: `/v1/auth/${encoded(mount)}/login`, body });
  const token = textAt(answer.body, 'auth', 'client_token');
  if (answer.status === 200 && token !== undefined) return token;
  throw new SecretUnavailable(`Vault at ${options.url}`, whyNoLogin(answer.status, role, mount));
}

/** Vault answers 400 for a role that it does not have, and 403 for a pod that is not bound to it. */
function whyNoLogin(status: number, role: string, mount: string): string {
  switch (status) {
    case 400:
      return `it has no role ${role} at auth/${mount} (400)`;
    case 403:
      return `it does not accept this pod's service account as role ${role} at auth/${mount} (403)`;
    default:
      return `the login as role ${role} at auth/${mount} failed: ${whyNot(status)}`;
  }
}

interface VaultCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function send(options: VaultOptions, { method, path, headers = {}, body }: VaultCall): Promise<VaultAnswer> {
  const { url, caFile, namespace } = options;
  const ca = caFile === undefined ? undefined : await readText(options, caFile);
  const httpsAgent = ca === undefined ? undefined : new Agent({ ca });
  try {
    const { status, data } = await axios.request<unknown>({
      ...{ method, url: `${url}${path}`, maxRedirects: 0, proxy: false, validateStatus: () => true },
      headers: { ...headers, ...(namespace === undefined ? {} : { 'X-Vault-Namespace': namespace }) },
      signal: AbortSignal.timeout(timeout),
      ...(httpsAgent === undefined ? {} : { httpsAgent }),
      ...(body === undefined ? {} : { data: body }),
    });
    return { status, body: data };
  } catch (error) {
    // An axios error carries the request with its token, so only its code is kept.
    throw new SecretUnavailable(`Vault at ${url}`, `it does not answer (${textAt(error, 'code') ?? 'unknown reason'})`);
  }
}

async function readText({ url }: VaultOptions, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = textAt(error, 'code') ?? 'unknown reason';
    throw new SecretUnavailable(`Vault at ${url}`, `${file}, which it needs, can not be read (${code})`);
  }
}

/** Slashes part mounts and paths. */
function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
