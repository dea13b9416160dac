import { emptyDraft } from '../../../frontend/create-application/draft.ts';
import { dropDraft, keepDraft, keptDraft } from '../../../frontend/create-application/kept-draft.ts';
import { draftWith, facts } from './told-host.ts';

const empty = emptyDraft(facts);
const key = 'gennaker.createApplication';

describe('what was typed', () => {
  beforeEach(() => sessionStorage.clear());

  it('is given back to the same person, and to nobody else', () => {
    const draft = draftWith({
      grants: [{ role: 'team-a', rights: ['READ'] }],
      slackChannel: { id: 'C1', label: 'shop', value: { id: 'C1' } },
      cloudProviders: ['gce'],
      providerSettings: { gce: { publicIp: true } },
      platformHealthOnly: true,
    });
    keepDraft(sessionStorage, 'alice', draft);
    expect(keptDraft(sessionStorage, 'alice', empty)).toEqual(draft);
    expect(keptDraft(sessionStorage, 'bob', empty)).toBeUndefined();
    dropDraft(sessionStorage);
    expect(keptDraft(sessionStorage, 'alice', empty)).toBeUndefined();
  });

  it('is kept without the key with which pages are sent', () => {
    keepDraft(sessionStorage, 'alice', draftWith({ pagerDuty: { id: 'P1', label: 'on call', value: 'a-secret-key' } }));
    expect(sessionStorage.getItem(key)).not.toContain('a-secret-key');
  });

  it('of another version of the plugin is taken as far as it fits', () => {
    const draft = {
      name: 'web',
      email: 7,
      grants: [
        { role: 'a', rights: ['OWN'] },
        { role: 'b', rights: [] },
      ],
      cloudProviders: 'gce',
    };
    sessionStorage.setItem(key, JSON.stringify({ user: 'alice', draft }));
    expect(keptDraft(sessionStorage, 'alice', empty)).toEqual({
      ...empty,
      name: 'web',
      grants: [{ role: 'b', rights: [] }],
    });
    for (const broken of ['', 'null', '{', '{"user":"alice"}']) {
      sessionStorage.setItem(key, broken);
      expect(keptDraft(sessionStorage, 'alice', empty)).toBeUndefined();
    }
  });

  it('is kept nowhere where a browser has no storage, and nothing breaks', () => {
    const refuse = (): never => {
      throw new Error('storage is switched off');
    };
    const drawer = { getItem: refuse, setItem: refuse, removeItem: refuse };
    keepDraft(drawer, 'alice', draftWith());
    dropDraft(drawer);
    expect(keptDraft(drawer, 'alice', empty)).toBeUndefined();
  });
});
