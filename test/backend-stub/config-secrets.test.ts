import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { stringify } from 'yaml';
import type { Config } from '../../backend-stub/config.ts';
import { Authority } from './certificates.ts';
import { LeastConfiguration, problemsOf, secrets } from './least-configuration.ts';
import type { Keys } from './least-configuration.ts';

const configuration = new LeastConfiguration();
const { files, bearerFile, keyFile, keys: least } = configuration;
const parsed = (changes?: Keys): Config => configuration.parsed(changes);
const problems = (changes: Keys): readonly string[] => configuration.problems(changes);
afterAll(() => files.remove());

describe('TLS of a listener', () => {
  const authority = new Authority('Gennaker');
  afterAll(() => authority.remove());
  const { certificate, key } = authority.sign('gennaker');
  const certificateFile = files.write('server.crt', certificate);
  const tls = { certificateFile, keyFile: files.write('server.key', key) };
  const clientCaFile = files.write('client-ca.crt', authority.certificate);
  const secure = { publicUrl: 'https://gennaker.gennaker.svc:8081' };
  const onOrca = (changes: Keys): Keys => ({ ...secure, listeners: { orca: { tls: { ...tls, ...changes } } } });

  it('is read with its files, which are looked at again', () => {
    const material = { certificate: certificate.trim(), key: key.trim() };
    const { listeners } = parsed({ ...secure, listeners: { orca: { tls }, people: { tls } } });
    expect(listeners.orca.tls).toEqual({ material, files: Object.values(tls) });
    expect(listeners.people.tls).toEqual(listeners.orca.tls);
    const asking = parsed({
      ...secure,
      listeners: { orca: { tls: { ...tls, clientCaFile } }, operations: {} },
    }).listeners;
    expect(asking.orca.tls).toEqual({
      material: { ...material, clientCa: authority.certificate.trim() },
      files: [...Object.values(tls), clientCaFile],
    });
    expect(asking.operations).toEqual({ host: '0.0.0.0', port: 8082 });
  });

  it.each<readonly [string, Keys, string]>([
    ['has no key', onOrca({ keyFile: undefined }), 'listeners.orca.tls.keyFile must be given'],
    [
      'has a certificate that is none',
      onOrca({ certificateFile: keyFile }),
      'listeners.orca.tls.certificateFile must hold',
    ],
    [
      'has a key that is none',
      onOrca({ keyFile: certificateFile }),
      'listeners.orca.tls.keyFile must hold a private key',
    ],
    [
      'has the key of another certificate',
      onOrca({ keyFile: files.write('other.key', authority.sign('other').key) }),
      'listeners.orca.tls.keyFile holds the key of another certificate',
    ],
    [
      'asks for certificates of nobody',
      { ...secure, listeners: { operations: {}, orca: { tls: { ...tls, clientCaFile: keyFile } } } },
      'listeners.orca.tls.clientCaFile must hold the certificate of an authority',
    ],
    [
      'asks the kubelet for a certificate',
      onOrca({ clientCaFile }),
      'listeners.operations must be given with listeners.orca.tls.clientCaFile',
    ],
    ['is not what Orca is told', { listeners: { orca: { tls } } }, 'publicUrl must begin with https://'],
  ])('is refused by its key when it %s', (_case, changes, sentence) => {
    expect(problems(changes)).toEqual([expect.stringContaining(sentence)]);
    expect(problems(changes).join()).not.toContain('PRIVATE');
  });
});

describe('a secret', () => {
  const short = files.write('short', 'too-short');
  const spaced = files.write('spaced', 'two tokens in a file');
  const empty = files.write('empty', '\n');
  const notAUrl = files.write('not-a-url', 'the-password-alone');
  const shortKey = files.write('short-key', Buffer.alloc(31, 7).toString('base64'));
  const hexKey = files.write('hex-key', Buffer.alloc(32, 7).toString('hex'));
  const rsaKey = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
  const orca = (...bearerFiles: readonly string[]): Keys => ({ orca: { ...(least['orca'] as Keys), bearerFiles } });

  it.each<readonly [string, Keys, string]>([
    ['a bearer that is too short', orca(bearerFile, short), 'orca.bearerFiles[1] must hold at least 16 characters'],
    ['a bearer with spaces', orca(spaced), 'orca.bearerFiles[0] must hold one token, without spaces'],
    ['an empty file', orca(empty), `orca.bearerFiles names ${empty}, which is empty`],
    [
      'no file',
      orca(files.path('absent')),
      `orca.bearerFiles names ${files.path('absent')}, which can not be read (ENOENT)`,
    ],
    ['no bearer at all', orca(), 'orca.bearerFiles must be a list of texts with at least one entry'],
    [
      'no address',
      { postgres: { urlFile: notAUrl } },
      'postgres.urlFile must hold an address that begins with postgres://, with signs of its password as in a URL (# is %23)',
    ],
    ['a key of 31 bytes', { sealingKeyFile: shortKey }, 'sealingKeyFile must hold 32 bytes in base64'],
    [
      'one of several keys of 31 bytes',
      { sealingKeyFiles: [keyFile, shortKey] },
      'sealingKeyFiles[1] must hold 32 bytes in base64',
    ],
    ['a key in hex', { sealingKeyFile: hexKey }, 'sealingKeyFile must hold 32 bytes in base64'],
    [
      'a signing key of another kind',
      { audit: { signingKeyFile: files.write('rsa', rsaKey) } },
      'audit.signingKeyFile must hold a private key as `openssl genpkey -algorithm ed25519` prints it',
    ],
    ['no signing key', { audit: {} }, 'audit.signingKeyFile must be given'],
    ['an empty key', { sealingKeyFile: empty }, `sealingKeyFile names ${empty}, which is empty`],
  ])('that is %s is refused by its key, and is not shown', (_case, changes, sentence) => {
    const found = problems(changes);
    expect(found).toEqual([expect.stringContaining(sentence)]);
    expect(found.join()).not.toMatch(/too-short|two tokens|the-password|BwcH|0707/);
  });

  it('may be a key that signs the audit, with how much of it a signature is for', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const signingKeyFile = files.write('ed25519', pemOf(privateKey));
    expect(parsed({ audit: { signingKeyFile, segmentRows: 50 } }).audit).toMatchObject({
      ...{ segmentRows: 50, segmentHours: 24 },
      signingKey: { asymmetricKeyType: 'ed25519', type: 'private' },
    });
    expect(parsed({}).audit).toBeUndefined();
    expect(problems({ audit: { signingKeyFile, segmentRows: 9, rows: 1 } })).toEqual([
      'audit.rows is not known; here stand signingKeyFile, segmentRows, segmentHours',
      'audit.segmentRows must be a whole number from 10 to 1000000',
    ]);
  });

  it('may be one of several bearers, so that a new one is brought in before the old one goes', () => {
    expect(parsed(orca(bearerFile, files.write('next', 'the-bearer-of-tomorrow'))).orca.bearers).toEqual([
      secrets.bearer,
      'the-bearer-of-tomorrow',
    ]);
  });

  it('stands in no problem, even when all the rest is wrong', () => {
    const found = problemsOf(
      stringify({ ...least, sealingKeyFile: keyFile, access: 'none', publicUrl: '', accounts: [], logLevel: 3 }),
    );
    expect(found.length).toBeGreaterThan(3);
    for (const secret of Object.values(secrets)) expect(found.join()).not.toContain(secret);
  });
});

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
