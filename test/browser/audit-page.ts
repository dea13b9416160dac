import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { sampleApplication } from '../playground/sample.ts';
import type { DeckPage } from './deck-page.ts';

/** The page Audit of the sample application, as a person has it open. */
export class AuditPage {
  readonly deck: DeckPage;

  private constructor(deck: DeckPage) {
    this.deck = deck;
  }

  /** `query` as it stands in the address, with its question mark. */
  static async open(deck: DeckPage, query = ''): Promise<AuditPage> {
    await deck.open(`/applications/${sampleApplication}/audit${query}`);
    return AuditPage.shown(deck);
  }

  static async shown(deck: DeckPage): Promise<AuditPage> {
    const page = new AuditPage(deck);
    await page.panel.getByRole('heading', { name: 'Audit' }).waitFor();
    return page;
  }

  get panel(): Locator {
    return this.deck.page.locator('.gennaker-audit-page');
  }

  get lines(): Locator {
    return this.panel.locator('.gennaker-audit-line');
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  field(label: 'Deployment' | 'Person' | 'Kind' | 'Action' | 'From' | 'Until'): Locator {
    return this.panel.getByLabel(label, { exact: true });
  }

  /** The query of the address. */
  get query(): URLSearchParams {
    return new URLSearchParams(new URL(this.deck.page.url()).hash.split('?')[1]);
  }

  /** Waits until the address says so; rejects when it does not. */
  async inAddress(key: string, value: string | undefined): Promise<void> {
    const isThere = `new URLSearchParams(location.hash.split('?')[1]).get(${JSON.stringify(key)}) === ${JSON.stringify(value ?? null)}`;
    await this.deck.page.waitForFunction(isThere);
  }

  /** What is exported now, and under which name. */
  async exported(): Promise<{ readonly name: string; readonly text: string }> {
    const [download] = await Promise.all([
      this.deck.page.waitForEvent('download'),
      this.button('Export as CSV').click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  }
}
