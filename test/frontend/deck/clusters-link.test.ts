import { clustersLink } from '../../../frontend/deck/clusters-link.ts';

describe('the link to a workload in Clusters', () => {
  it('narrows the tab to its account, its namespace and its name', () => {
    expect(clustersLink({ application: 'shop', account: 'prod', namespace: 'shop', name: 'web' })).toBe(
      '#/applications/shop/clusters?acct=prod&reg=shop&q=web',
    );
  });

  it.each(['a/b c', 'eu,west', 'x&acct=other', 'ü#?%', '+'])('holds %j as it is, and nothing more', (name) => {
    const link = clustersLink({ application: name, account: name, namespace: name, name });
    const [, path = '', query = ''] = /^#\/applications\/([^/?#]+)\/clusters\?(.*)$/.exec(link) ?? [];
    expect(decodeURIComponent(path)).toBe(name);
    const read = new URLSearchParams(query);
    // Deck parts the lists at commas, and writes one that belongs to a value so.
    const listed = (key: string) =>
      read
        .get(key)
        ?.split(',')
        .map((one) => one.replaceAll('%2c', ','));
    expect([listed('acct'), listed('reg'), read.get('q')]).toEqual([[name], [name], name]);
    expect([...read.keys()]).toEqual(['acct', 'reg', 'q']);
  });
});
