import { admin, alice, bob, file, views } from './creation-rules.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

describe('where Fiat says otherwise than the prefixes', () => {
  let other: Listeners;
  beforeAll(async () => {
    other = await startListeners({
      people: views,
      creationRules: { ...file.rules, prefixes: [{ prefix: '*', permissions: { CREATE: ['dev'] } }] },
      creation: { rules: () => ({ file, problems: [] }) },
    });
  }, patience);
  afterAll(() => other.close());

  it.each([
    [
      bob,
      'other',
      'allowed',
      'You may create other: so says Fiat by another source than the prefixes that are known here.',
    ],
    [
      alice,
      'teama-x',
      'denied',
      'You may not create teama-x: so says Fiat by another source than the prefixes that are known here.',
    ],
  ])('Fiat is right: %s and %s are %s', async (user, name, verdict, sentence) => {
    const { body } = await other.as(user, `/v1/access/applications/${name}/creation`);
    expect(body).toMatchObject({ verdict, sentence, by: { kind: 'anotherSource' }, taken: 'unknown' });
  });
});

describe('without a prefix file', () => {
  let bare: Listeners;
  beforeAll(async () => {
    bare = await startListeners({ people: views, creationRules: file.rules });
  }, patience);
  afterAll(() => bare.close());

  it("Fiat's answer is told all the same", async () => {
    const told = await Promise.all(
      [alice, bob].map(async (user) => (await bare.as(user, '/v1/access/applications/teama-x/creation')).body),
    );
    expect(told).toMatchObject([
      { verdict: 'allowed', by: { kind: 'fiat' }, knownRoles: ['team-a'] },
      { verdict: 'denied', by: { kind: 'fiat' }, advice: { lockOut: 'warn', requireWriteRole: false } },
    ]);
    expect(told.map((answer) => 'explained' in answer)).toEqual([false, false]);
  });

  it('nothing can be said of roles', async () => {
    const { body } = await bare.as(admin, '/v1/access/applications/teama-x/creation?roles=dev');
    expect(body).toMatchObject({ verdict: 'cannotTell', sentence: expect.stringContaining('no copy of its prefixes') });
  });
});

describe('with open access', () => {
  it(
    'everybody may, and is told why',
    async () => {
      const open = await startListeners({ access: 'open' });
      const { body } = await open.as('', '/v1/access/applications/shop/creation');
      await open.close();
      expect(body).toMatchObject({
        ...{ user: 'anonymous', verdict: 'allowed', by: { kind: 'open' } },
        sentence: "You may create shop: the service checks nobody's rights here.",
      });
    },
    patience,
  );
});
