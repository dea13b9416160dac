import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { exportLimit } from '../../../frontend/audit/collecting.ts';
import { CsvExport } from '../../../frontend/audit/CsvExport.tsx';
import { ServiceUnavailable } from '../../../frontend/service/errors.ts';
import type { AuditLine } from '../../../frontend/service/audit-lines.ts';
import { later, paged, recordsIn, ToldAudit } from './told-audit.ts';

const [template] = recordsIn('several-days');
if (template === undefined) throw new Error('There is no record to change.');
const many = (count: number): readonly AuditLine[] =>
  Array.from({ length: count }, (_, index) => ({ ...template, sequence: count - index }));

interface Saved {
  readonly name: string;
  readonly text: string;
}

let saved: Saved[];
let files: Blob[];
const read = (blob: Blob): Promise<string> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(blob);
  });

beforeEach(() => {
  saved = [];
  files = [];
  // A page of jsdom neither keeps files nor follows links to them.
  Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${files.push(file)}`, revokeObjectURL: () => undefined });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: '' });
  });
});
afterEach(() => jest.restoreAllMocks());

const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const lines = async (index = 0): Promise<number> => (await read(files[index] ?? new Blob())).split('\r\n').length - 2;

function show(answer: ToldAudit['answer']): { audit: ToldAudit; unmount: () => void } {
  const audit = new ToldAudit(answer);
  const { unmount } = render(<CsvExport service={audit} search={{ application: 'shop', kind: 'refusal' }} />);
  return { audit, unmount };
}

describe('the export', () => {
  it('saves all that the filters show, page after page, and says so', async () => {
    const { audit } = show(paged(many(1201), 500));
    await userEvent.click(button('Export as CSV'));
    await screen.findByText(/^1,201 records saved as audit-shop-.*\.csv\.$/);
    expect(audit.asked).toEqual([
      { application: 'shop', kind: 'refusal', limit: 500 },
      { application: 'shop', kind: 'refusal', limit: 500, before: '702' },
      { application: 'shop', kind: 'refusal', limit: 500, before: '202' },
    ]);
    expect(saved).toHaveLength(1);
    expect(saved[0]?.name).toMatch(/^audit-shop-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
    expect(await lines()).toBe(1201);
    expect(files[0]?.type).toBe('text/csv;charset=utf-8');
  });

  it('stops at its limit, says so, and goes on with what is older in another file', async () => {
    show(paged(many(exportLimit + 3), 500));
    await userEvent.click(button('Export as CSV'));
    await screen.findByText(/has 10,000 records back to .*: as much as one file takes\. There are older ones\./);
    await userEvent.click(button('Export older ones too'));
    await screen.findByText(/^3 records saved as/);
    expect([await lines(0), await lines(1)]).toEqual([exportLimit, 3]);
  });

  it('says how far it is, and saves nothing once it is canceled', async () => {
    const slow = later();
    const pages = paged(many(900), 500);
    const { audit } = show(({ before, ...search }) => (before === undefined ? pages(search) : slow.answer));
    await userEvent.click(button('Export as CSV'));
    await screen.findByText('500 records so far');
    expect(screen.getByRole('progressbar')).toHaveAttribute('value', '500');
    expect(button('Export as CSV')).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(button('Cancel export'));
    expect(screen.getByText(/canceled; no file was saved/)).toBeVisible();
    expect(button('Export as CSV')).toHaveFocus();
    await slow.come({ records: many(400) });
    expect(saved).toEqual([]);
    expect(audit.asked).toHaveLength(2);
  });

  it('goes on where it was after a failure', async () => {
    const pages = paged(many(900), 500);
    const { audit } = show((search) =>
      search.before === undefined ? pages(search) : new ServiceUnavailable('The stage service can’t be reached.'),
    );
    await userEvent.click(button('Export as CSV'));
    await screen.findByText(/stopped after 500 records, and no file was saved\. The stage service can’t be reached\./);
    audit.answer = pages;
    await userEvent.click(button('Go on with the export'));
    await screen.findByText(/^900 records saved/);
    expect(audit.asked.map(({ before }) => before)).toEqual([undefined, '401', '401']);
    expect(await lines()).toBe(900);
  });

  it('ends with the page', async () => {
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const slow = later();
    const { audit, unmount } = show(() => slow.answer);
    await userEvent.click(button('Export as CSV'));
    unmount();
    await slow.come({ records: many(500), next: '1' });
    await act(async () => undefined);
    expect(audit.asked).toHaveLength(1);
    expect(saved).toEqual([]);
    expect(errors).not.toHaveBeenCalled();
  });
});
