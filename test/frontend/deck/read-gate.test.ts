import { RequestBuilder } from '@spinnaker/core';
import { readGate } from '../../../frontend/deck/read-gate.ts';

const before = RequestBuilder.defaultHttpClient;
const asked: string[] = [];
const unused = (): Promise<never> => Promise.reject(new Error('not used'));

beforeAll(() => {
  RequestBuilder.defaultHttpClient = {
    get: <Answer>({ url, params }: { url: string; params?: unknown }) => {
      asked.push(`${url.replace(/^.*?\/(?=applications|credentials|auth)/, '/')} ${JSON.stringify(params ?? {})}`);
      return url.includes('credentials')
        ? Promise.reject(Object.assign(new Error('away'), { status: 502, data: 'away' }))
        : (Promise.resolve([url]) as Promise<Answer>);
    },
    ...{ post: unused, put: unused, delete: unused, patch: unused },
  };
});
afterAll(() => {
  RequestBuilder.defaultHttpClient = before;
});

describe('what Gate is asked about an application', () => {
  it('are its pipelines, itself, all accounts and who asks, and one that fails leaves the others', async () => {
    const { pipelines, credentials, application } = await readGate('shop/web');
    expect(asked.map((one) => one.split(' ')[0])).toEqual([
      '/applications/shop%2Fweb/pipelineConfigs',
      '/credentials',
      '/applications/shop%2Fweb',
      '/auth/user',
      '/auth/user/serviceAccounts',
    ]);
    expect(asked[1]).toContain('"expand":true');
    expect([pipelines.kind, application.kind]).toEqual(['answer', 'answer']);
    expect(credentials).toEqual({ kind: 'answer', status: 502, body: 'away' });
  });
});
