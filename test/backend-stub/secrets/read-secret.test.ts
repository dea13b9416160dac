import type { SecretSource } from '../../../backend-stub/secret-port.ts';
import { secretReader } from '../../../backend-stub/secrets/read-secret.ts';
import { vaultAt } from '../../../backend-stub/secrets/vault.ts';
import type { VaultLogin } from '../../../backend-stub/secrets/vault.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { ConfigurationFiles } from '../configuration-files.ts';
import { SmallVault } from './vault-server.ts';

const files = new ConfigurationFiles();
afterAll(() => files.remove());

describe('a secret', () => {
  let vault: SmallVault;
  beforeEach(async () => {
    vault = await SmallVault.start();
    vault.tokens.add('hvs.operator');
    vault.secrets.set('secret/data/gennaker/prod', { token: 'the-token', other: 3 });
  });
  afterEach(() => vault.service.close());

  const inVault = (key = 'token', path = 'gennaker/prod'): SecretSource => ({
    from: 'vault',
    mount: 'secret',
    path,
    key,
  });
  const inFile = (path: string): SecretSource => ({ from: 'file', path });
  const byToken = (token = 'hvs.operator'): VaultLogin => ({
    by: 'token',
    file: files.write('vault-token', `${token}\n`),
  });
  const secret = (data: unknown) => () =>
    Promise.resolve({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'prod' }, data });
  const inCluster: SecretSource = {
    ...{ from: 'kubernetesSecret', account: 'here', namespace: 'gennaker', name: 'prod', key: 'token' },
  };
  const reader = ({
    login = byToken(),
    clock = new HandClock(),
    read = secret({}),
    environment = {},
  }: {
    readonly login?: VaultLogin;
    readonly clock?: HandClock;
    readonly read?: ReturnType<typeof secret>;
    readonly environment?: Readonly<Record<string, string>>;
  } = {}) =>
    secretReader({
      ...{ clock, environment: (name) => environment[name], clusters: () => ({ read }) },
      vault: vaultAt({ url: vault.service.url, login }),
    });
  const refusal = (asked: Promise<string>): Promise<unknown> =>
    asked.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
    );

  it('in a file is read each time, so that a new one is taken without a restart', async () => {
    const path = files.write('token', 'today\n');
    const read = reader();
    expect(await read(inFile(path))).toBe('today');
    files.write('token', 'tomorrow\n');
    expect(await read(inFile(path))).toBe('tomorrow');
  });

  it('in the environment, in a Secret and in Vault is read as well', async () => {
    const read = reader({ environment: { TOKEN: 'of-the-environment' }, read: secret({ token: 'b2YtYS1TZWNyZXQK' }) });
    expect(await read({ from: 'environment', name: 'TOKEN' })).toBe('of-the-environment');
    expect(await read(inCluster)).toBe('of-a-Secret');
    expect(await read(inVault())).toBe('the-token');
  });

  it('over the network is asked for once in half a minute, and is new after it', async () => {
    const clock = new HandClock();
    const read = reader({ clock });
    await read(inVault());
    vault.secrets.set('secret/data/gennaker/prod', { token: 'the-next-token' });
    expect(await read(inVault())).toBe('the-token');
    expect(vault.service.asked).toHaveLength(1);
    clock.move(30_000);
    expect(await read(inVault())).toBe('the-next-token');
  });

  it('in Vault is read as a pod, which logs in once, and again when Vault has forgotten it', async () => {
    const clock = new HandClock();
    vault.pods.set('jwt-of-the-pod', 'gennaker');
    const jwtFile = files.write('jwt', 'jwt-of-the-pod');
    const read = reader({ clock, login: { by: 'kubernetes', role: 'gennaker', mount: 'kubernetes', jwtFile } });
    expect(await read(inVault())).toBe('the-token');
    clock.move(30_000);
    await read(inVault());
    vault.tokens.clear();
    clock.move(30_000);
    expect(await read(inVault())).toBe('the-token');
    const logins = vault.service.asked.filter(({ method }) => method === 'POST');
    expect(logins).toHaveLength(2);
  });

  it('that can not be read is named by where it lies, and by what helps', async () => {
    const read = reader({ read: secret({ other: 'eA==' }) });
    const absent = files.path('absent');
    const where = 'Key token of Secret prod in gennaker of account here';
    const named: readonly (readonly [Promise<string>, string])[] = [
      [read(inFile(absent)), `The file ${absent} can not be used: it can not be read (ENOENT).`],
      [read(inFile(files.write('empty', ' \n'))), `The file ${files.path('empty')} can not be used: it is empty.`],
      [read({ from: 'environment', name: 'NONE' }), 'The environment variable NONE can not be used: it is empty.'],
      [read(inCluster), `${where} can not be used: the Secret has no such key.`],
      [
        read(inVault('none')),
        'Key none of secret/gennaker/prod in Vault can not be used: there is no such key with a text.',
      ],
      [
        read(inVault('other')),
        'Key other of secret/gennaker/prod in Vault can not be used: there is no such key with a text.',
      ],
      [
        read(inVault('token', 'a b/c')),
        'Key token of secret/a b/c in Vault can not be used: there is no such path, or it was deleted (404).',
      ],
    ];
    for (const [asked, sentence] of named) expect(await refusal(asked)).toBe(`SecretUnavailable: ${sentence}`);
    expect(vault.service.asked.at(-1)?.path).toBe('/v1/secret/data/a%20b/c');
  });

  it('shows in no error: neither the token that Vault refuses, nor the login, nor what a broken connection carried', async () => {
    const jwtFile = files.write('jwt', 'jwt-of-another-pod');
    const denied = await refusal(reader({ login: byToken('hvs.of-somebody-else') })(inVault()));
    const login = { by: 'kubernetes', role: 'gennaker', mount: 'kubernetes', jwtFile } as const;
    const foreign = await refusal(reader({ login })(inVault()));
    const read = reader();
    await vault.service.down();
    const away = await refusal(read(inVault()));
    const { url } = vault.service;
    expect([denied, foreign, away]).toEqual([
      'SecretUnavailable: Key token of secret/gennaker/prod in Vault can not be used: Vault does not allow it (403); its policy needs read on the data path of the engine.',
      `SecretUnavailable: Vault at ${url} can not be used: it does not accept this pod's service account as role gennaker at auth/kubernetes (403).`,
      `SecretUnavailable: Vault at ${url} can not be used: it does not answer (ECONNREFUSED).`,
    ]);
  });

  it('that a sealed Vault keeps, or a role that it does not have, is named as that', async () => {
    const jwtFile = files.write('jwt', 'jwt-of-the-pod');
    const asPod = (role: string) =>
      reader({ login: { by: 'kubernetes', role, mount: 'kubernetes', jwtFile } })(inVault());
    const noRole = await refusal(asPod('none'));
    vault.sealed = true;
    const sealed = 'Vault is sealed, or does not serve yet (503)';
    expect([noRole, await refusal(reader()(inVault())), await refusal(asPod('gennaker'))]).toEqual([
      `SecretUnavailable: Vault at ${vault.service.url} can not be used: it has no role none at auth/kubernetes (400).`,
      `SecretUnavailable: Key token of secret/gennaker/prod in Vault can not be used: ${sealed}.`,
      `SecretUnavailable: Vault at ${vault.service.url} can not be used: the login as role gennaker at auth/kubernetes failed: ${sealed}.`,
    ]);
  });
});
