import { checkDraft, checkedFields, shownLines } from '../../../frontend/create-application/check-draft.ts';
import type { CheckedField, CheckedWith } from '../../../frontend/create-application/check-draft.ts';
import type { Draft } from '../../../frontend/create-application/draft.ts';
import { draftWith, facts } from './told-host.ts';

const checked: CheckedWith = { facts, taken: new Set(['shop']), findings: undefined };
const said = (field: CheckedField, changes: Partial<Draft>, within: Partial<CheckedWith> = {}): readonly string[] =>
  checkDraft(draftWith(changes), { ...checked, ...within })[field].map(({ tone, text }) => `${tone}: ${text}`);

describe('a draft', () => {
  it('that can be sent has nothing said about it', () => {
    const lines = checkDraft(draftWith(), checked);
    expect(checkedFields.flatMap((field) => lines[field])).toEqual([]);
  });

  it.each<[CheckedField, Partial<Draft>, RegExp]>([
    ['name', { name: ' ' }, /^needed: Write a name/],
    ['name', { name: 'SHOP' }, /^problem: There is an application shop already/],
    ['name', { name: 'Web' }, /^note: It will be created as web/],
    ['name', { name: 'web*' }, /^problem: A star/],
    ['name', { name: 'bücher' }, /^problem: A name has letters, digits and dashes/],
    ['name', { name: 'a'.repeat(101) }, /^problem: A name has at most 100/],
    ['email', { email: '' }, /^needed:/],
    ['email', { email: 'x@example' }, /^problem: This is not an e-mail/],
    ['repoSlug', { repoType: 'github', repoSlug: 'https://example.com/web' }, /not its URL/],
    ['override', { platformHealthOnlyShowOverride: true }, /^needed:/],
    ['instancePort', { instancePort: '65536' }, /^problem: A port/],
    ['instancePort', { instancePort: '-1' }, /^problem: A port/],
    ['instancePort', { instancePort: '8o80' }, /^problem: A port/],
    ['grants', { grants: [{ role: ' ', rights: ['READ', 'WRITE'] }] }, /^needed: Name the role/],
    ['grants', { grants: [{ role: 'a', rights: ['READ'] }] }, /^problem: Some roles may read, and none may write/],
    ['grants', { grants: [{ role: 'a', rights: [] }] }, /^problem: a would have nothing/],
    ['grants', { grants: [{ role: 'a', rights: ['WRITE'] }] }, /^warning: a would not see this application/],
    [
      'grants',
      {
        grants: [
          { role: 'A', rights: ['READ', 'WRITE'] },
          { role: 'a ', rights: ['READ'] },
        ],
      },
      /^problem: a stands in two rows/,
    ],
  ])('says at the field %s of %j what is to be known', (field, changes, sentence) => {
    expect(said(field, changes)).toEqual([expect.stringMatching(sentence)]);
  });

  it('is judged by the rules that cloud providers registered, by their names', () => {
    const findings = {
      errors: [{ provider: 'kubernetes', message: 'Only dashes and alphanumeric characters are allowed.' }],
      warnings: [{ message: 'Long names are cut off.' }],
    };
    expect(said('name', { name: 'web_1' }, { findings })).toEqual([
      'problem: kubernetes: Only dashes and alphanumeric characters are allowed.',
      'warning: Long names are cut off.',
    ]);
  });

  it('of 63 and 64 characters is for the cloud providers to judge', () => {
    for (const length of [63, 64]) expect(said('name', { name: 'a'.repeat(length) })).toEqual([]);
  });

  it('needs a PagerDuty service only where an operator wants one', () => {
    const features = { ...facts.features, pagerDuty: true };
    const wanted = { facts: { ...facts, features, pagerDutyRequired: true } };
    expect(said('pagerDuty', {}, wanted)).toEqual([expect.stringMatching(/^needed: Choose the PagerDuty/)]);
    expect(said('pagerDuty', {}, { facts: { ...facts, features } })).toEqual([]);
  });

  it('has no word about roles where this Spinnaker has no Fiat', () => {
    const without = { facts: { ...facts, features: { ...facts.features, fiat: false } } };
    expect(said('grants', { grants: [{ role: 'a', rights: ['READ'] }] }, without)).toEqual([]);
  });

  it('is not blamed for being empty before somebody tried to send it', () => {
    const lines = checkDraft(draftWith({ name: 'shop', email: '' }), checked);
    expect(shownLines(lines, false).email).toEqual([]);
    expect(shownLines(lines, false).name).toHaveLength(1);
    expect(shownLines(lines, true)).toBe(lines);
  });
});
