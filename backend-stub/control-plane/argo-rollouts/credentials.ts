import { Agent as PlainAgent } from 'node:http';
import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { textAt } from '../../deployment/kubernetes-object.ts';
import { ClusterUnreachable } from '../errors.ts';
import type { ReadSecret } from '../../secret-port.ts';
import type { ClusterAccount, ClusterCredentials } from './accounts.ts';
import { codeOf } from './failure.ts';

/** Where a call goes and what it carries. Holds secrets: never to be logged. */
export interface Access {
  /** With the path that some gateways put before the API (`https://host/k8s/clusters/c-1`), without a last slash. */
  readonly server: string;
  readonly headers: NonNullable<RequestOptions['headers']>;
  readonly auth?: string;
  readonly agent: Exclude<RequestOptions['agent'], boolean | undefined>;
}

/** For how long what the library answered is good, in milliseconds: it reads files, runs commands and makes an agent each time. */
const freshness = 1000;

const socketOptions = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized'] as const;

/**
 * Credentials of one account. Reading the kubeconfig, tokens that run out and login commands are the library's. It makes
 * a new agent for each call, though, and with it a new TLS handshake; here one agent serves until the TLS material changes.
 */
export class Credentials {
  private readonly account: ClusterAccount;
  private config: KubeConfig | undefined;
  private known: { readonly access: Promise<Access>; readonly until: number } | undefined;
  private shared: { readonly identity: string; readonly agent: Access['agent'] } | undefined;

  private readonly readSecret: ReadSecret;

  constructor(account: ClusterAccount, readSecret: ReadSecret) {
    this.account = account;
    this.readSecret = readSecret;
  }

  /** Rejects with `ClusterUnreachable` for the reason `configuration` or `credentials`. */
  access(): Promise<Access> {
    const now = performance.now();
    if (this.known !== undefined && now < this.known.until) return this.known.access;
    const asked = { access: this.ask(), until: now + freshness };
    this.known = asked;
    asked.access.catch(() => {
      if (this.known === asked) this.known = undefined;
    });
    return asked.access;
  }

  /** After a 401: the next call reads the kubeconfig again, which may hold fresh credentials by then. */
  forget(): void {
    this.config = undefined;
    this.known = undefined;
  }

  close(): void {
    this.shared?.agent.destroy();
    this.shared = this.known = undefined;
  }

  private async ask(): Promise<Access> {
    const { credentials } = this.account;
    const config = credentials.source === 'token' ? await this.withToken(credentials) : (this.config ??= this.load());
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw this.unusable('has no current context that names a cluster');
    const options: RequestOptions = {};
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      this.config = undefined;
      throw this.loginFailed(error);
    }
    const agent = this.agentFor(options, cluster);
    const access = { server: cluster.server.replace(/\/+$/, ''), headers: options.headers ?? {}, agent };
    return typeof options.auth === 'string' ? { ...access, auth: options.auth } : access;
  }

  /** The secret is asked for each time: whoever reads it knows for how long it is good. */
  private async withToken({ server, caFile, token }: TokenCredentials): Promise<KubeConfig> {
    const { name } = this.account;
    const given = await this.readSecret(token).catch((error: unknown) => {
      const what =
        error instanceof Error ? `its token can not be read: ${error.message.replace(/\.$/, '')}` : undefined;
      throw new ClusterUnreachable(name, 'credentials', what === undefined ? {} : { what });
    });
    if (/\s/.test(given))
      throw new ClusterUnreachable(name, 'configuration', { what: 'its token holds more than one word' });
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name, server, skipTLSVerify: false, ...(caFile === undefined ? {} : { caFile }) }],
      users: [{ name, token: given }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    });
    return config;
  }

  private load(): KubeConfig {
    const { credentials } = this.account;
    const config = new KubeConfig();
    try {
      if (credentials.source === 'kubeconfig') config.loadFromFile(credentials.path);
      else config.loadFromCluster();
    } catch (error) {
      const code = codeOf(error);
      throw code === undefined ? this.unusable('is no kubeconfig') : this.unusable('cannot be read', code);
    }
    if (credentials.source === 'kubeconfig' && credentials.context !== undefined) {
      if (config.getContextObject(credentials.context) === null)
        throw this.unusable(`has no context ${credentials.context}`);
      config.setCurrentContext(credentials.context);
    }
    return config;
  }

  private agentFor(
    options: RequestOptions,
    cluster: { readonly server: string; readonly proxyUrl?: string },
  ): Access['agent'] {
    const { agent: made } = options;
    const socket: AgentOptions = Object.fromEntries(socketOptions.map((key) => [key, options[key]]));
    const identity = JSON.stringify([cluster.server, cluster.proxyUrl, Object.entries(socket).map(textOf)]);
    if (this.shared?.identity === identity) return this.shared.agent;
    const agent = cluster.proxyUrl !== undefined && typeof made === 'object' ? made : ownAgent(cluster.server, socket);
    // The old agent is not destroyed: watches may still run on it. Its idle sockets are closed by the API server.
    this.shared = { identity, agent };
    return agent;
  }

  private unusable(why: string, code?: string): ClusterUnreachable {
    const { credentials } = this.account;
    const whose = whoseWords(credentials);
    const details = { what: `${whose} ${why}`, ...(code === undefined ? {} : { code }) };
    return new ClusterUnreachable(this.account.name, 'configuration', details);
  }

  /** What login commands print may hold tokens, so neither the message nor the cause is kept; the system's words are safe. */
  private loginFailed(error: unknown): ClusterUnreachable {
    const { code, syscall = '', path } = systemError(error);
    if (code !== undefined && path !== undefined && syscall.startsWith('spawn'))
      return new ClusterUnreachable(this.account.name, 'credentials', {
        what: `the login command of its kubeconfig, ${path}, could not be run`,
        code,
        hint: 'it has to be installed where Gennaker runs',
      });
    if (code !== undefined && path !== undefined) return this.unusable(`names ${path}, which cannot be read`, code);
    return new ClusterUnreachable(this.account.name, 'credentials', {
      what: 'the login that its kubeconfig asks for failed',
      hint: 'try the same kubeconfig with kubectl where Gennaker runs',
    });
  }
}

type TokenCredentials = Extract<ClusterCredentials, { source: 'token' }>;

function whoseWords(credentials: ClusterCredentials): string {
  switch (credentials.source) {
    case 'kubeconfig':
      return `its kubeconfig ${credentials.path}`;
    case 'token':
      return 'its configuration';
    case 'in-cluster':
      return "the pod's own account";
  }
}

interface SystemError {
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly path: string | undefined;
}

function systemError(error: unknown): SystemError {
  return { code: codeOf(error), syscall: textAt(error, 'syscall'), path: textAt(error, 'path') };
}

function ownAgent(server: string, socket: AgentOptions): PlainAgent {
  return server.startsWith('http:') ? new PlainAgent({ keepAlive: true }) : new Agent({ ...socket, keepAlive: true });
}

function textOf([key, value]: [string, unknown]): string {
  return `${key}=${Buffer.isBuffer(value) ? value.toString('base64') : String(value)}`;
}
