import type { TargetAccount } from '../../../backend-stub/deployment/namespaces.ts';
import { documents, planned, problemsOf, web } from './planning.ts';
import type { Changes } from './planning.ts';

const service = (namespace: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: ${namespace} }`;
const namespacesOf = (text: string, changes: Changes): readonly (string | undefined)[] =>
  planned(text, changes).objects.map(({ object }) => object.metadata.namespace);
const account: TargetAccount = { name: 'prod', namespaces: ['shop', 'staging'], defaultNamespace: 'shop' };

describe('the namespace of an object', () => {
  it('is the override of the stage for everything', () => {
    expect(namespacesOf(documents(web(), service('shop')), { account, namespaceOverride: 'staging' })).toEqual([
      'staging',
      'staging',
    ]);
  });

  it('is its own, and the default of the account where it has none', () => {
    expect(namespacesOf(documents(web(), service('staging')), { account })).toEqual(['staging', 'shop']);
  });

  it('may be any where the account allows all', () => {
    expect(
      namespacesOf(documents(web(), service('other')), { account: { name: 'prod', defaultNamespace: 'shop' } }),
    ).toEqual(['other', 'shop']);
  });

  it('must be said somewhere', () => {
    expect(problemsOf(web(), { account: { name: 'prod' } })).toEqual([
      {
        where: 'Deployment web, document 1, line 1',
        line: 1,
        sentence: expect.stringMatching(/names no namespace, and account prod has no default one/) as unknown,
      },
    ]);
  });

  it('must be one that the account allows', () => {
    expect(problemsOf(documents(web(), service('kube-system')), { account })).toEqual([
      {
        where: expect.stringMatching(/^Service web, document 2, line 13$/) as unknown,
        line: 13,
        sentence:
          "Account prod does not allow namespace kube-system; it allows shop, staging. An operator can change that in the service's configuration.",
      },
    ]);
  });

  it('is refused once when the override is not allowed', () => {
    expect(problemsOf(documents(web(), service('shop')), { account, namespaceOverride: 'kube-system' })).toEqual([
      {
        where: 'deployment.targets[0].namespaceOverride',
        sentence: expect.stringMatching(/does not allow namespace kube-system; it allows shop/) as unknown,
      },
    ]);
  });

  it('is refused where the account allows none at all', () => {
    expect(
      problemsOf(web(), { account: { name: 'prod', namespaces: [], defaultNamespace: 'shop' } })[0]?.sentence,
    ).toMatch(/it allows none/);
  });
});

describe('two objects of one name', () => {
  it('are refused, with the place of both', () => {
    expect(problemsOf(documents(service('shop'), web(), service('shop')))).toEqual([
      {
        where: 'Service web, document 3, line 17',
        line: 17,
        sentence: 'Service web in shop stands in document 1, line 1, already; keep one of them.',
      },
    ]);
  });

  it('are refused when only an override makes them one', () => {
    const text = documents(service('shop'), service('staging'), web());
    expect(planned(text).objects).toHaveLength(3);
    expect(problemsOf(text, { namespaceOverride: 'shop' })[0]?.sentence).toMatch(
      /Service web in shop stands in document 1/,
    );
  });

  it('are two when their kinds differ only in the group that is refused anyway', () => {
    const other = 'apiVersion: example.com/v1\nkind: Service\nmetadata: { name: web, namespace: shop }';
    expect(problemsOf(documents(service('shop'), other, web())).map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/write v1/),
    ]);
  });
});
