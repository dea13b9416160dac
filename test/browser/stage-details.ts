import type { Locator } from 'playwright-core';
import { sampleApplication } from '../playground/sample.ts';
import type { DeckPage } from './deck-page.ts';

const executions = `/applications/${sampleApplication}/executions`;

/** The details of our stage in an execution, as a person has them open. */
export class StageDetails {
  readonly deck: DeckPage;

  private constructor(deck: DeckPage) {
    this.deck = deck;
  }

  static async open(deck: DeckPage, executionId: string): Promise<StageDetails> {
    await deck.open(`${executions}/${executionId}?stage=0&step=0&details=deployment`);
    const details = new StageDetails(deck);
    await details.panel.waitFor();
    return details;
  }

  get panel(): Locator {
    return this.deck.page.locator('.gennaker-stage');
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name, exact: typeof name === 'string' });
  }

  get comment(): Locator {
    return this.panel.getByLabel(/^Comment/);
  }

  card(version: 'Stable' | 'Canary'): Locator {
    return this.panel.getByRole('region', { name: `${version} version` });
  }

  get decisions(): Locator {
    return this.panel.getByRole('region', { name: 'Decisions' });
  }

  get history(): Locator {
    return this.panel.getByRole('list', { name: /^History/ });
  }

  /** Rejects with what it says instead. */
  async says(text: string | RegExp): Promise<void> {
    try {
      await this.panel.getByText(text).first().waitFor();
    } catch (cause) {
      const instead = await this.panel.innerText();
      throw new Error(`The details do not say ${String(text)}, but:\n${instead}`, { cause });
    }
  }

  waitsForApproval(): Promise<void> {
    return this.panel.getByRole('banner').getByText('Waiting for approval').waitFor();
  }

  async abort(): Promise<void> {
    await this.button('Abort…').click();
    await this.button(/^Abort/)
      .last()
      .click();
  }
}
