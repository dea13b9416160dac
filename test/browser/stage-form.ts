import type { Locator } from 'playwright-core';
import type { Json, JsonObject } from '../orca/json.ts';
import type { Playground } from '../playground/playground.ts';
import { sampleApplication } from '../playground/sample.ts';
import type { DeckPage } from './deck-page.ts';

/** The editor of a pipeline in Deck, with our stage's form in it. */
export class StageForm {
  readonly #deck: DeckPage;
  readonly #playground: Playground;
  readonly pipelineId: string;

  private constructor(deck: DeckPage, playground: Playground, pipelineId: string) {
    this.#deck = deck;
    this.#playground = playground;
    this.pipelineId = pipelineId;
  }

  /** Saves a pipeline with these stages and opens it in the editor. */
  static async open(deck: DeckPage, playground: Playground, stages: readonly JsonObject[]): Promise<StageForm> {
    const count = playground.front50.pipelines(sampleApplication).length;
    const saved = playground.front50.save(
      { application: sampleApplication, name: `Authored ${count}`, stages: [...stages] },
      'alice@example.com',
    );
    const form = new StageForm(deck, playground, saved.id);
    await deck.open(`/applications/${sampleApplication}/executions/configure/${saved.id}`);
    await deck.page.getByText('Add stage').waitFor();
    return form;
  }

  /** By the picker, as an author does. */
  async addStage(): Promise<void> {
    const { page } = this.#deck;
    await page.getByText('Add stage').click();
    await page.locator('.select2-choice').first().click();
    await page
      .locator('.ui-select-choices-row:visible strong')
      .getByText('Kubernetes Progressive', { exact: true })
      .click();
    await this.field('Account').waitFor();
  }

  async choose(stage: string): Promise<void> {
    await this.#deck.page.locator('.pipeline-graph').getByText(stage).first().click();
    await this.section('Where to deploy').waitFor();
  }

  section(name: string): Locator {
    return this.#deck.page.getByRole('region', { name, exact: true });
  }

  field(label: string): Locator {
    return this.#deck.page.getByLabel(label, { exact: true });
  }

  get manifest(): Locator {
    return this.section('What to deploy').getByRole('textbox', { name: 'Manifest' });
  }

  get plan(): Locator {
    return this.#deck.page.getByRole('complementary', { name: 'What would happen' });
  }

  /** What changes in each object, who approves, what an abort leaves. */
  get wholePlan(): Locator {
    return this.section('Plan');
  }

  get steps(): Locator {
    return this.section('How to roll it out').getByRole('list', { name: 'Steps' }).getByRole('listitem');
  }

  get saveButton(): Locator {
    return this.#deck.page.getByRole('button', { name: 'Save Changes' });
  }

  async save(): Promise<void> {
    const saved = this.#deck.page.waitForResponse(
      (response) => response.url().includes('/gate/pipelines') && response.request().method() === 'POST',
    );
    await this.saveButton.click();
    await saved;
  }

  /** What is saved of the stage, as Orca would get it. */
  saved(index = 0): JsonObject {
    const stages: Json | undefined = this.#playground.front50.pipelineById(this.pipelineId)?.['stages'];
    const stage = Array.isArray(stages) ? stages[index] : undefined;
    if (typeof stage !== 'object' || stage === null || Array.isArray(stage))
      throw new Error(`no stage ${index} is saved`);
    return stage;
  }
}
