import type { Locator } from 'playwright-core';
import type { DeckPage } from './deck-page.ts';

/** Our create-application dialog, as a person has it open. */
export class CreationDialog {
  readonly deck: DeckPage;

  private constructor(deck: DeckPage) {
    this.deck = deck;
  }

  /** By the button of the page Applications. */
  static async open(deck: DeckPage): Promise<CreationDialog> {
    await deck.open('/applications');
    await deck.page.getByText('Create Application', { exact: true }).click();
    return CreationDialog.shown(deck);
  }

  static async shown(deck: DeckPage): Promise<CreationDialog> {
    const dialog = new CreationDialog(deck);
    await dialog.name.waitFor();
    return dialog;
  }

  get panel(): Locator {
    return this.deck.page.getByRole('dialog', { name: 'New Application' });
  }

  get name(): Locator {
    return this.field('Name *');
  }

  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name });
  }

  /** What is said about the name, or of the task. */
  says(text: string | RegExp): Promise<void> {
    return this.panel.getByText(text).first().waitFor();
  }

  /** A row of the permissions with all rights. */
  async addRole(role: string): Promise<void> {
    await this.button('Add a role').click();
    await this.panel
      .getByRole('textbox', { name: 'Role' })
      .or(this.panel.getByRole('combobox', { name: 'Role' }))
      .last()
      .fill(role);
  }
}
