import type { ConfigReader } from './config-reader.ts';
import type { ClusterAccount, ClusterCredentials } from './control-plane/argo-rollouts/accounts.ts';
import type { SecretSource } from './secret-port.ts';
import type { VaultLogin, VaultOptions } from './secrets/vault.ts';

const forms = ['file', 'env', 'kubernetesSecret', 'vault'] as const;

/** A secret that is read when it is needed, and again when it may have changed. */
function readSecretSource(holder: ConfigReader): SecretSource {
  const given = forms.filter((form) => holder.has(form));
  const [form] = given;
  if (given.length !== 1 || form === undefined) {
    holder.problem(forms[0], `must be given (a path), or one of ${forms.slice(1).join(', ')}, and only one of them`);
    return { from: 'file', path: '' };
  }
  return readForm(holder, form);
}

const secretKeys: readonly string[] = forms;

function readForm(holder: ConfigReader, form: (typeof forms)[number]): SecretSource {
  switch (form) {
    case 'file':
      return { from: 'file', path: holder.text('file') };
    case 'env':
      return { from: 'environment', name: holder.text('env') };
    case 'kubernetesSecret': {
      const secret = holder.section('kubernetesSecret', ['account', 'namespace', 'name', 'key']);
      const [account, namespace] = [secret.text('account'), secret.text('namespace')];
      return { from: 'kubernetesSecret', account, namespace, name: secret.text('name'), key: secret.text('key') };
    }
    case 'vault': {
      const place = holder.section('vault', ['mount', 'path', 'key']);
      return {
        from: 'vault',
        mount: place.textOr('mount', 'secret'),
        path: place.text('path'),
        key: place.text('key'),
      };
    }
  }
}

/** The token that Kubernetes gives every pod. */
const podToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export function readVault(root: ConfigReader): VaultOptions | undefined {
  if (!root.has('vault')) return undefined;
  const vault = root.section('vault', ['url', 'caFile', 'namespace', 'tokenFile', 'kubernetes']);
  const url = vault.url('url');
  return {
    url,
    ...(vault.has('caFile') ? { caFile: vault.text('caFile') } : {}),
    ...(vault.has('namespace') ? { namespace: vault.text('namespace') } : {}),
    login: readLogin(vault),
  };
}

function readLogin(vault: ConfigReader): VaultLogin {
  if (vault.has('tokenFile') === vault.has('kubernetes'))
    vault.problem('tokenFile', 'must be given (a path), or kubernetes (a role), and not both');
  if (!vault.has('kubernetes')) return { by: 'token', file: vault.textOr('tokenFile', '') };
  const login = vault.section('kubernetes', ['role', 'mount', 'jwtFile']);
  const [role, mount] = [login.text('role'), login.textOr('mount', 'kubernetes')];
  return { by: 'kubernetes', role, mount, jwtFile: login.textOr('jwtFile', podToken) };
}

interface Reached {
  readonly accounts: readonly ClusterAccount[];
  readonly vault?: VaultOptions | undefined;
}

/** Who reads a Secret with an account that has to read one itself might wait for himself. */
export function whyUnreadable(source: SecretSource, { accounts, vault }: Reached): string | undefined {
  if (source.from === 'vault' && vault === undefined) return 'is in Vault, and the section vault is missing';
  if (source.from !== 'kubernetesSecret') return undefined;
  const by = accounts.find(({ name }) => name === source.account)?.credentials;
  if (by === undefined) return `is read with account ${source.account}, which is not among the accounts`;
  const isNested = by.source === 'token' && by.token.from === 'kubernetesSecret';
  return isNested ? `is read with account ${source.account}, whose own token is in a Secret` : undefined;
}

/** Without a kubeconfig: where the API server is, whom to trust, and a token. */
export function readServer(account: ConfigReader): ClusterCredentials {
  const server = account.url('server');
  if (server.startsWith('http:')) account.problem('server', 'must begin with https://, since a token is sent there');
  const caFile = account.has('caFile') ? { caFile: account.text('caFile') } : {};
  return { source: 'token', server, ...caFile, token: readSecretSource(account.section('token', secretKeys)) };
}

/** The first seals. One key may stand under the name that it had before there were several. */
export function readSealingKeys(root: ConfigReader): readonly Buffer[] {
  if (root.has('sealingKeyFile') && root.has('sealingKeyFiles'))
    root.problem('sealingKeyFile', 'stands beside sealingKeyFiles; write it into that list');
  const keys = sealingKeyTexts(root).map(([key, text]) => readSealingKey(root, key, text));
  for (const [index, key] of keys.entries())
    if (keys.findIndex((other) => other.equals(key)) < index && key.length > 0)
      root.problem(`sealingKeyFiles[${index}]`, 'holds a key that stands before it already');
  return keys;
}

function sealingKeyTexts(root: ConfigReader): readonly (readonly [string, string])[] {
  if (root.has('sealingKeyFiles'))
    return root.secretFiles('sealingKeyFiles').map((text, index) => [`sealingKeyFiles[${index}]`, text]);
  return root.has('sealingKeyFile') ? [['sealingKeyFile', root.secretFile('sealingKeyFile')]] : [];
}

/** 32 bytes in base64, as `openssl rand -base64 32` prints them. */
export function isSealingKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

function readSealingKey(root: ConfigReader, key: string, text: string): Buffer {
  if (text !== '' && !isSealingKey(text))
    root.problem(key, 'must hold 32 bytes in base64, as `openssl rand -base64 32` prints them');
  return Buffer.from(text, 'base64');
}

/** Beside those in files, and after them. */
export function readSealingKeySources(root: ConfigReader, reached: Reached): readonly SecretSource[] {
  if (!root.has('sealingKeys')) return [];
  return root.sections('sealingKeys', secretKeys).map((holder, index) => {
    const source = readSecretSource(holder);
    const why = whyUnreadable(source, reached);
    if (why !== undefined) root.problem(`sealingKeys[${index}]`, why);
    return source;
  });
}
