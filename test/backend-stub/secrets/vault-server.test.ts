import { readFileSync } from 'node:fs';
import axios from 'axios';
import { isRecord, numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { SmallVault } from './vault-server.ts';
import { withoutDrawn } from './vault-recording.ts';

const recorded: unknown = JSON.parse(readFileSync('test/fixtures/vault/answers.json', 'utf8'));
const login = 'a pod logs in';

/** What was sent beside the path, which the recording does not keep. */
const sent: Readonly<Record<string, { readonly token?: string; readonly body?: unknown }>> = {
  [login]: { body: { role: 'gennaker', jwt: 'of-our-pod' } },
  'a pod of another service account logs in': { body: { role: 'gennaker', jwt: 'of-another-pod' } },
  'a pod logs in as a role that is not there': { body: { role: 'none', jwt: 'of-our-pod' } },
  'what is no token of a pod logs in': { body: { role: 'gennaker', jwt: 'no-token' } },
  'a secret is read': { token: 'hvs.known' },
  'a path that is not there is read': { token: 'hvs.known' },
  'a deleted secret is read': { token: 'hvs.known' },
  'a secret that the policy does not name is read': { token: 'hvs.known' },
  'a secret is read with a token that Vault does not know': { token: 'hvs.of-nobody' },
  'a secret is read without a token': {},
  'a secret is read with a token that was revoked': { token: 'hvs.revoked' },
  'a secret is read while Vault is sealed': { token: 'hvs.known' },
  'a pod logs in while Vault is sealed': { body: { role: 'gennaker', jwt: 'of-our-pod' } },
};

describe('the small Vault, beside a real one that was recorded', () => {
  let vault: SmallVault;
  beforeAll(async () => {
    vault = await SmallVault.start();
    vault.tokens.add('hvs.known');
    vault.pods.set('of-our-pod', 'gennaker').set('of-another-pod', 'billing');
    vault.secrets.set('secret/data/gennaker/prod', { token: 'the-token', other: 3 });
    vault.secrets.set('secret/data/gennaker/deleted', undefined);
    vault.forbidden.add('secret/data/billing/prod');
  });
  afterAll(() => vault.service.close());

  it('was asked all that was recorded', () => {
    expect(Object.keys(isRecord(recorded) ? recorded : {}).sort()).toEqual(Object.keys(sent).sort());
  });

  it.each(Object.keys(sent))(
    'when %s, has the same status, and tells nothing that the real one does not',
    async (situation) => {
      const call = isRecord(recorded) ? recorded[situation] : undefined;
      const { token, body } = sent[situation] ?? {};
      vault.sealed = situation.includes('sealed');
      const answer = await axios.request<unknown>({
        ...{ method: textAt(call, 'method') ?? '', url: `${vault.service.url}${textAt(call, 'path')}` },
        ...{ data: body, validateStatus: () => true },
        headers: token === undefined ? {} : { 'X-Vault-Token': token },
      });
      expect(answer.status).toBe(numberAt(call, 'status'));
      expect(call).toMatchObject({ body: withoutDrawn(answer.data) });
    },
  );
});
