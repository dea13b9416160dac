import { loadConfig } from '../../backend-stub/config.ts';
import type { Config } from '../../backend-stub/config.ts';
import { LeastConfiguration, problemsOf, secrets } from './least-configuration.ts';
import type { Keys } from './least-configuration.ts';

const configuration = new LeastConfiguration();
const { files, bearerFile, urlFile, keyFile } = configuration;
const parsed = (changes?: Keys): Config => configuration.parsed(changes);
const problems = (changes: Keys): readonly string[] => configuration.problems(changes);
afterAll(() => files.remove());

describe('a configuration', () => {
  it('needs little; the rest has defaults', () => {
    expect(parsed()).toEqual({
      listeners: { orca: { host: '0.0.0.0', port: 8081 }, people: { host: '0.0.0.0', port: 8080 } },
      publicUrl: 'http://gennaker.gennaker.svc:8081',
      orca: {
        url: 'http://orca.spinnaker.svc:8083',
        readAs: 'gennaker-reader@example.com',
        bearers: [secrets.bearer],
        bearerFiles: [bearerFile],
      },
      access: { mode: 'fiat', fiatUrl: 'http://fiat.spinnaker.svc:7003' },
      creation: { advice: { lockOut: 'warn', requireWriteRole: false } },
      decisions: 'gate',
      postgres: { url: secrets.url, poolSize: 10 },
      sealingKeys: [],
      sealingKeySources: [],
      accounts: [{ name: 'prod', credentials: { source: 'kubeconfig', path: '/etc/gennaker/prod' } }],
      leaseSeconds: 15,
      logLevel: 'info',
      limits: {},
    });
  });

  it('may say everything', () => {
    const config = parsed({
      listeners: { orca: { host: '127.0.0.1', port: 9001 }, people: { port: 9000 } },
      clouddriver: { url: 'http://clouddriver.spinnaker.svc:7002' },
      front50: { url: 'http://front50.spinnaker.svc:8080/' },
      applicationCreation: { fiatFile: '/etc/gennaker/fiat-local.yml', lockOut: 'forbid', requireWriteRole: true },
      echo: { url: 'http://echo.spinnaker.svc:8089/' },
      deckUrl: 'https://deck.example.com/',
      postgres: { urlFile, poolSize: 20 },
      sealingKeyFile: keyFile,
      accounts: [
        { name: 'prod', kubeconfig: '/etc/gennaker/prod', context: 'blue' },
        { name: 'here', inCluster: true, namespaces: ['shop', 'cart'], defaultNamespace: 'shop' },
      ],
      leaseSeconds: 30,
      logLevel: 'debug',
      limits: { person: 60, plans: 6, orca: 600, machine: 6, strangers: 1 },
      doctor: { orcaFiles: ['/etc/gennaker/spinnaker/orca-local.yml'] },
    });
    expect(config).toMatchObject({
      doctor: { orcaFiles: ['/etc/gennaker/spinnaker/orca-local.yml'], gateFiles: [] },
      limits: { person: 60, plans: 6, orca: 600, machine: 6, strangers: 1 },
      listeners: { orca: { host: '127.0.0.1', port: 9001 }, people: { host: '0.0.0.0', port: 9000 } },
      access: { mode: 'fiat', clouddriverUrl: 'http://clouddriver.spinnaker.svc:7002' },
      creation: {
        rulesFile: '/etc/gennaker/fiat-local.yml',
        advice: { lockOut: 'forbid', requireWriteRole: true },
      },
      front50Url: 'http://front50.spinnaker.svc:8080',
      echoUrl: 'http://echo.spinnaker.svc:8089',
      deckUrl: 'https://deck.example.com',
      postgres: { poolSize: 20 },
      accounts: [
        { name: 'prod', credentials: { source: 'kubeconfig', path: '/etc/gennaker/prod', context: 'blue' } },
        {
          name: 'here',
          credentials: { source: 'in-cluster' },
          namespaces: ['shop', 'cart'],
          defaultNamespace: 'shop',
        },
      ],
      leaseSeconds: 30,
      logLevel: 'debug',
    });
    expect(config.sealingKeys).toEqual([Buffer.alloc(32, 7)]);
  });

  it('may have several sealing keys, of which the first seals, and one under its former name', () => {
    const next = files.write('next-key', Buffer.alloc(32, 8).toString('base64'));
    expect(parsed({ sealingKeyFiles: [next, keyFile] }).sealingKeys).toEqual([
      Buffer.alloc(32, 8),
      Buffer.alloc(32, 7),
    ]);
    expect(problems({ sealingKeyFiles: [next], sealingKeyFile: keyFile })).toEqual([
      'sealingKeyFile stands beside sealingKeyFiles; write it into that list',
    ]);
    expect(problems({ sealingKeyFiles: [next, keyFile, next] })).toEqual([
      'sealingKeyFiles[2] holds a key that stands before it already',
    ]);
  });

  it('may let machines of an issuer in, and say to which tenant an account belongs', () => {
    const oidc = {
      issuer: 'https://login.example.com/',
      audience: 'gennaker',
      machines: [{ subject: 'ci', serviceAccount: 'ci@example.com' }],
    };
    const defaults = { ...oidc, machines: undefined, tenantClaims: ['tenant'], clockSkewSeconds: 30 };
    const serviceAccounts = new Map([['ci', 'ci@example.com']]);
    expect(parsed({ oidc }).oidc).toEqual({ ...defaults, serviceAccounts });
    const more = { tenantClaims: ['org', 'env'], clockSkewSeconds: 0, jwksUri: 'http://127.0.0.1:1/keys' };
    expect(parsed({ oidc: { ...oidc, ...more } }).oidc).toEqual({ ...defaults, ...more, serviceAccounts });
    const accounts = [{ name: 'prod', inCluster: true, tenant: 'acme/production' }];
    expect(parsed({ accounts }).accounts).toEqual([
      { name: 'prod', credentials: { source: 'in-cluster' }, tenant: 'acme/production' },
    ]);
  });

  it('may reach a cluster by its address and a token, wherever that lies, and have sealing keys there too', () => {
    const inSecret = { account: 'here', namespace: 'gennaker', name: 'prod', key: 'token' };
    const read = parsed({
      vault: { url: 'https://vault.example.com:8200/', caFile: '/etc/ca', kubernetes: { role: 'gennaker' } },
      sealingKeys: [{ vault: { path: 'gennaker/sealing', key: 'today' } }],
      accounts: [
        { name: 'here', inCluster: true },
        { name: 'a', server: 'https://a.example.com:6443', caFile: '/etc/a.crt', token: { file: '/etc/a' } },
        { name: 'b', server: 'https://b.example.com/', token: { env: 'TOKEN_OF_B' } },
        { name: 'c', server: 'https://c.example.com', token: { kubernetesSecret: inSecret } },
        { name: 'd', server: 'https://d.example.com', token: { vault: { mount: 'kv', path: 'd', key: 'token' } } },
      ],
    });
    expect(read.accounts.map(({ credentials }) => credentials)).toEqual([
      { source: 'in-cluster' },
      {
        ...{ source: 'token', server: 'https://a.example.com:6443', caFile: '/etc/a.crt' },
        token: { from: 'file', path: '/etc/a' },
      },
      { source: 'token', server: 'https://b.example.com', token: { from: 'environment', name: 'TOKEN_OF_B' } },
      { source: 'token', server: 'https://c.example.com', token: { from: 'kubernetesSecret', ...inSecret } },
      {
        ...{ source: 'token', server: 'https://d.example.com' },
        token: { from: 'vault', mount: 'kv', path: 'd', key: 'token' },
      },
    ]);
    expect(read.sealingKeySources).toEqual([
      { from: 'vault', mount: 'secret', path: 'gennaker/sealing', key: 'today' },
    ]);
    expect(read.vault).toEqual({
      ...{ url: 'https://vault.example.com:8200', caFile: '/etc/ca' },
      login: {
        ...{ by: 'kubernetes', role: 'gennaker', mount: 'kubernetes' },
        jwtFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
      },
    });
  });

  const server = 'https://a.example.com';
  const inVault = { vault: { path: 'p', key: 'k' } };
  const inSecretOf = (account: string) => ({ kubernetesSecret: { account, namespace: 'n', name: 's', key: 'k' } });
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ accounts: [{ name: 'a', server }] }, 'accounts[0].token must be given, as a section of keys'],
    [{ accounts: [{ name: 'a', server, token: {} }] }, 'accounts[0].token.file must be given (a path), or one of env'],
    [{ accounts: [{ name: 'a', server, token: { file: 'f', env: 'E' } }] }, 'accounts[0].token.file must be given'],
    [
      { accounts: [{ name: 'a', server, token: 'the-token' }] },
      'accounts[0].token must be given, as a section of keys',
    ],
    [
      { accounts: [{ name: 'a', server: 'http://a.example.com', token: { env: 'E' } }] },
      'accounts[0].server must begin with https://, since a token is sent there',
    ],
    [{ accounts: [{ name: 'a', kubeconfig: 'k', token: { env: 'E' } }] }, 'accounts[0].token belongs to a server'],
    [
      { accounts: [{ name: 'a', server, token: inVault }] },
      'accounts[0].token is in Vault, and the section vault is missing',
    ],
    [{ sealingKeys: [inVault] }, 'sealingKeys[0] is in Vault, and the section vault is missing'],
    [
      { accounts: [{ name: 'a', server, token: inSecretOf('z') }] },
      'accounts[0].token is read with account z, which is not among the accounts',
    ],
    [
      { accounts: [{ name: 'a', server, token: inSecretOf('a') }] },
      'accounts[0].token is read with account a, whose own token is in a Secret',
    ],
    [{ vault: { url: 'https://v' } }, 'vault.tokenFile must be given (a path), or kubernetes (a role), and not both'],
  ])('says what is wrong with where a secret lies: %j', (changes, sentence) => {
    const found = problems(changes);
    expect(found.some((problem) => problem.startsWith(sentence))).toBe(true);
    expect(found.join()).not.toContain('the-token');
  });

  it('must write down who is let in: nothing is open because something was forgotten', () => {
    expect(problems({ access: undefined })).toContain('access must be one of fiat, open');
    expect(problems({ access: 'none' })).toEqual(['access must be one of fiat, open']);
    expect(parsed({ access: 'open', fiat: undefined }).access).toEqual({ mode: 'open' });
  });

  it('says whether decisions are those of a header or lie on the stage, and the header is what is meant by nothing', () => {
    expect([parsed({}).decisions, parsed({ decisions: 'stage' }).decisions]).toEqual(['gate', 'stage']);
    expect(problems({ decisions: 'both' })).toEqual(['decisions must be one of gate, stage']);
  });

  it('lists every problem with its key, not only the first', () => {
    const found = problemsOf('acess: fiat\nlogLevel: loud\naccounts: []\n');
    for (const key of ['acess', 'publicUrl', 'orca', 'access', 'postgres', 'accounts', 'logLevel'])
      expect(found.filter((problem) => problem.startsWith(key)).length).toBeGreaterThan(0);
  });

  const cases: readonly (readonly [Keys, string])[] = [
    [{ acounts: [] }, 'acounts is not known; here stand listeners, publicUrl, '],
    [{ publicUrl: 'gennaker:8081' }, 'publicUrl must be an address that begins with http:// or https://'],
    [{ publicUrl: 'http://' }, 'publicUrl must be an address that begins with http:// or https://'],
    [{ orca: 'http://orca' }, 'orca must be given, as a section of keys'],
    [{ fiat: undefined }, 'fiat must be given, as a section of keys'],
    [{ fiat: { url: 'x' } }, 'fiat.url must be an address'],
    [{ echo: 'http://echo' }, 'echo must be given, as a section of keys'],
    [{ echo: { url: 'echo:8089' } }, 'echo.url must be an address'],
    [{ deckUrl: 'deck' }, 'deckUrl must be an address that begins with http:// or https://'],
    [{ access: 'open' }, 'fiat is not asked with access: open'],
    [{ pluginFolder: '/no/such/folder' }, 'pluginFolder names /no/such/folder, where no plugins.json can be read'],
    [{ postgres: { urlFile, poolSize: 0 } }, 'postgres.poolSize must be a whole number from 1 to 200'],
    [{ postgres: { url: secrets.url } }, 'postgres.url is not known; here stand urlFile, poolSize'],
    [{ leaseSeconds: 1 }, 'leaseSeconds must be a whole number from 3 to 600'],
    [{ listeners: { orca: { port: 70_000 } } }, 'listeners.orca.port must be a whole number from 0 to 65535'],
    [{ listeners: { orca: { port: '8081' } } }, 'listeners.orca.port must be a whole number from 0 to 65535'],
    [{ listeners: { orca: { port: 8080 } } }, 'listeners.people.port must differ from listeners.orca.port'],
    [{ listeners: { gate: {} } }, 'listeners.gate is not known; here stand orca, people, operations'],
    [{ listeners: { operations: { port: 8080 } } }, 'listeners.operations.port must differ from listeners.people.port'],
    [{ listeners: { operations: { tls: {} } } }, 'listeners.operations.tls is not known; here stand host, port'],
    [{ oidc: {} }, 'oidc.issuer must be given, as text'],
    [{ oidc: {} }, 'oidc.audience must be given, as text'],
    [{ oidc: {} }, 'oidc.machines must be a list with at least one entry'],
    [{ oidc: { issuer: 'http://login.example.com' } }, 'oidc.issuer must be an address that begins with https://'],
    [{ oidc: { jwksUri: 'keys' } }, 'oidc.jwksUri must be an address that begins with https://'],
    [{ oidc: { tenantClaims: ['a', 'b', 'c'] } }, 'oidc.tenantClaims must be one claim, or two'],
    [{ oidc: { clockSkewSeconds: 301 } }, 'oidc.clockSkewSeconds must be a whole number from 0 to 300'],
    [{ oidc: { machines: [{ subject: 'ci' }] } }, 'oidc.machines[0].serviceAccount must be given, as text'],
    [
      { oidc: { machines: ['a', 'b'].map((serviceAccount) => ({ subject: 'ci', serviceAccount })) } },
      'oidc.machines[1].subject is ci, which another machine has already',
    ],
    ...['acme/', '/production', 'acme/x/production', 'acme production'].map(
      (tenant) =>
        [{ accounts: [{ name: 'a', inCluster: true, tenant }] }, 'accounts[0].tenant must be a name, or an'] as const,
    ),
    [{ accounts: {} }, 'accounts must be a list with at least one entry'],
    [{ accounts: ['prod'] }, 'accounts[0] must be given, as a section of keys'],
    [{ accounts: [{ name: 'prod' }] }, 'accounts[0].kubeconfig must be given (a path), or inCluster: true'],
    [{ accounts: [{ name: 'a', kubeconfig: 'b', inCluster: true }] }, 'accounts[0].kubeconfig must be given (a path)'],
    [{ accounts: [{ name: 'a', inCluster: false }] }, 'accounts[0].inCluster must be true, or be left out'],
    [{ accounts: [{ name: 'a', inCluster: true, context: 'b' }] }, 'accounts[0].context belongs to a kubeconfig'],
    [
      { accounts: ['prod', 'Prod'].map((name) => ({ name, inCluster: true })) },
      'accounts[1].name is Prod, which another account has already',
    ],
    [
      { accounts: [{ name: 'a', inCluster: true, namespaces: [] }] },
      'accounts[0].namespaces must be a list of texts with at least one entry',
    ],
    [
      { accounts: [{ name: 'a', inCluster: true, namespaces: ['Shop'] }] },
      'accounts[0].namespaces has Shop, which is no name of a namespace',
    ],
    [
      { accounts: [{ name: 'a', inCluster: true, namespaces: ['shop'], defaultNamespace: 'cart' }] },
      'accounts[0].defaultNamespace is cart, which namespaces does not allow',
    ],
  ];
  it.each(cases.map(([changes, sentence]) => [sentence, changes] as const))(
    'is refused since %s',
    (sentence, changes) => {
      expect(problems(changes).filter((problem) => problem.startsWith(sentence))).toHaveLength(1);
    },
  );

  it('lets both listeners take a free port', () => {
    const listeners = { orca: { port: 0 }, people: { port: 0 } };
    expect(parsed({ listeners }).listeners.people.port).toBe(0);
  });

  it.each([
    ['no YAML', 'access: [open'],
    ['a key twice', 'access: open\naccess: fiat\n'],
  ])('that is %s is refused in one line, which shows nothing of the file', (_case, text) => {
    const found = problemsOf(`password: hunter2\n${text}`);
    expect(found).toEqual([expect.stringMatching(/^it is no YAML: .* at line \d+, column \d+$/)]);
    expect(found.join()).not.toContain('hunter2');
  });

  it('that is not there is refused by its name', () => {
    const file = files.path('absent.yaml');
    expect(() => loadConfig(file)).toThrow(
      `The configuration ${file} can not be used:\n  - the file can not be read (ENOENT)`,
    );
  });
});
