import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { DoctorReport, Finding } from '../../../backend-stub/contract/doctor.ts';
import { pluginId, serviceVersion } from '../../../backend-stub/contract/service.ts';
import { DoctorPage } from '../../../frontend/doctor/DoctorPage.tsx';
import type { BrowserLook } from '../../../frontend/doctor/browser-look.ts';
import { ServiceRefused, ServiceUnavailable } from '../../../frontend/service/errors.ts';

const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 10)));

const bundle = {
  kind: 'answer',
  status: 200,
  text: `/*! ${pluginId} ${serviceVersion} */ export { a as plugin };`,
  contentType: 'application/javascript',
} as const;
const healthy: BrowserLook = {
  manifest: { kind: 'answer', status: 200, body: [{ id: pluginId, version: serviceVersion }] },
  bundle,
  entries: 1,
  stageIsOn: true,
};
const missing: Finding = {
  check: 'account rights',
  verdict: 'wrong',
  about: 'prod / shop',
  sentence: 'Account prod may not get rollouts in namespace shop.',
  change: 'A RoleBinding in shop.',
};
const findings: readonly Finding[] = [
  { check: 'plugin manifest', verdict: 'unknown', sentence: 'Gate was not asked.' },
  { check: 'Front50', verdict: 'unknown', sentence: 'The service was given no Front50.' },
  { check: 'Fiat', verdict: 'ok', sentence: 'Fiat answers.' },
];

interface Shown {
  readonly report?: DoctorReport | Error;
  readonly look?: Partial<BrowserLook>;
}

let asked: number;
let shown: Shown;
const service = {
  async doctor(): Promise<DoctorReport> {
    asked += 1;
    const { report = { version: serviceVersion, findings } } = shown;
    if (report instanceof Error) throw report;
    return report;
  },
};
const lookAround = async (): Promise<BrowserLook> => ({ ...healthy, ...shown.look });

async function show(what: Shown = {}): Promise<void> {
  [asked, shown] = [0, what];
  render(<DoctorPage service={service} lookAround={lookAround} />);
  await settled();
}

const items = (region: string): readonly string[] =>
  within(screen.getByRole('region', { name: region }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent ?? '');

describe('the page Gennaker doctor', () => {
  it('says that it looks, and then how much is in order', async () => {
    [asked, shown] = [0, {}];
    render(<DoctorPage service={service} lookAround={lookAround} />);
    expect(screen.getByText('Looking…')).toHaveAttribute('role', 'status');
    await settled();
    screen.getByText('0 wrong, 1 could not be told, 6 in order');
    screen.getByText('Nothing was found that is wrong.');
    expect(screen.queryByRole('region', { name: 'What is wrong' })).toBeNull();
  });

  it('tells what is to be known apart from what could not be told, as no trouble', async () => {
    const noted: Finding = { check: 'database', about: 'TLS', verdict: 'note', sentence: 'It is not encrypted.' };
    await show({ report: { version: serviceVersion, findings: [...findings, noted] } });
    screen.getByText('0 wrong, 1 could not be told, 1 to be known, 6 in order');
    screen.getByText('Nothing was found that is wrong.');
    expect(items('What is to be known')).toEqual(['database TLSIt is not encrypted.']);
  });

  it('shows what is wrong first, with the line to change', async () => {
    await show({ report: { version: serviceVersion, findings: [...findings, missing] } });
    expect(items('What is wrong')).toEqual([
      'account rights prod / shopAccount prod may not get rollouts in namespace shop.Change A RoleBinding in shop.',
    ]);
    expect(screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))).toEqual([
      'What is wrong',
      'What could not be told',
      'What is in order',
      'As text',
    ]);
  });

  it('tells by itself what the service could not be told, and leaves the rest', async () => {
    await show();
    expect(items('What could not be told')).toEqual(['Front50The service was given no Front50.']);
    expect(items('What is in order').join()).toContain(`Gate serves ${pluginId} ${serviceVersion} to Deck.`);
  });

  it.each<readonly [string, Shown, RegExp]>([
    [
      'a bundle of another version than the service',
      { report: { version: '9.9.9', findings } },
      /This page runs \S+, and the service is 9\.9\.9\./,
    ],
    [
      'a manifest that pins another version',
      { look: { manifest: { kind: 'answer', status: 200, body: [{ id: pluginId, version: '9.9.9' }] } } },
      /Gate serves version 9\.9\.9 of the plugin/,
    ],
    [
      'a Gate that has read no plugin yet',
      { look: { manifest: { kind: 'answer', status: 503, body: undefined } } },
      /Gate answers 503/,
    ],
    [
      'a Gate that serves another bundle under this version',
      { look: { bundle: { ...bundle, text: `/*! ${pluginId} 9.9.9 */ export { a as plugin };` } } },
      /The bundle that Gate serves as \S+ is that of 9\.9\.9/,
    ],
    [
      'a Gate that serves no bundle',
      { look: { bundle: { ...bundle, status: 404, text: '' } } },
      /Gate has no index\.js/,
    ],
    ['a stage that is offered twice', { look: { entries: 2 } }, /Deck offers the stage 2 times\./],
    ['a stage that is not offered', { look: { entries: 0 } }, /Deck does not offer the stage\./],
    [
      'a service that Gate does not reach',
      { report: new ServiceUnavailable("The stage service can't be reached.") },
      /The stage service can't be reached\./,
    ],
  ])('names %s', async (_case, broken, said) => {
    await show(broken);
    expect(items('What is wrong').join('\n')).toMatch(said);
  });

  it('calls nothing wrong of a stage that an operator switched off', async () => {
    await show({ look: { entries: 0, stageIsOn: false } });
    screen.getByText('The stage is switched off in the settings of Deck.');
    screen.getByText('Nothing was found that is wrong.');
  });

  it('shows nothing to who is no admin, and says why', async () => {
    await show({ report: new ServiceRefused('not-allowed', 'alice is none by Fiat.') });
    screen.getByText('This page is for admins of Spinnaker. alice is none by Fiat.');
    expect(screen.queryAllByRole('region')).toEqual([]);
  });

  it('looks again when it is told to by the keyboard, and shows what is so now', async () => {
    await show({ report: new ServiceUnavailable('Away.') });
    shown = { report: { version: serviceVersion, findings } };
    screen.getByRole('button', { name: 'Look again' }).focus();
    await userEvent.keyboard('{Enter}');
    await settled();
    expect([asked, screen.queryByText('Away.')]).toEqual([2, null]);
  });

  it('can be copied as the text that the command prints', async () => {
    const user = userEvent.setup();
    await show({ report: { version: serviceVersion, findings: [missing] } });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    await screen.findByText('Copied.');
    expect(await navigator.clipboard.readText()).toContain(
      'WRONG    account rights (prod / shop): Account prod may not get rollouts in namespace shop.\n         Change: A RoleBinding in shop.',
    );
  });
});
