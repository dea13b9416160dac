import { describe, expect, it } from '@jest/globals';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import { frontend, versions } from '../demo/podinfo.ts';
import type { JsonObject } from '../orca/json.ts';
import { approval, progressiveStage, weight } from '../stage/pipeline.ts';
import { StageForm } from './stage-form.ts';
import { withPlayground } from './with-playground.ts';

const ours = '.gennaker-form';

const stage = (refId: string, name: string, changes: JsonObject = {}): JsonObject => ({
  refId,
  requisiteStageRefIds: refId === '1' ? [] : [String(Number(refId) - 1)],
  ...progressiveStage({
    manifest: frontend(versions.first),
    steps: [weight(25), approval, weight(50)],
    deployment: { targets: [{ account: 'simulated-cluster', namespaceOverride: 'shop' }], ...changes },
    stage: { name },
  }),
});

describe('an author', () => {
  const browsing = withPlayground();

  const open = async (
    stages: readonly JsonObject[],
  ): Promise<{ deck: Awaited<ReturnType<typeof browsing.signIn>>; form: StageForm }> => {
    const deck = await browsing.signIn();
    return { deck, form: await StageForm.open(deck, browsing.playground, stages) };
  };

  it('adds the stage by the picker, fills it in, and saves what the service accepts', async () => {
    const { deck, form } = await open([]);
    await form.addStage();
    await form.field('Account').selectOption('simulated-cluster');
    await form.field('Namespace').selectOption('shop');
    await form.manifest.fill(frontend(versions.first));
    await form.plan.getByText('3 objects would be deployed.').waitFor();
    await deck.screenshot('authoring-filled-in');
    await form.save();
    const saved = form.saved();
    expect(saved).toMatchObject({ type: 'kubernetesProgressive', alias: 'preconfiguredWebhook' });
    expect(parseDeployment(saved['deployment'])).toMatchObject({
      kind: 'valid',
      deployment: { targets: [{ account: 'simulated-cluster', namespaceOverride: 'shop' }] },
    });
  });

  it('is told the line and column of a syntax error, and can not save it', async () => {
    const { deck, form } = await open([stage('1', 'Deploy')]);
    await form.choose('Deploy');
    await form.manifest.fill('kind: Deployment\nmetadata:\n  name: web\n   labels: {}\n');
    await form.manifest.blur();
    await deck.page
      .getByText(/line 4, column \d+/i)
      .first()
      .waitFor();
    await deck.screenshot('authoring-syntax-error');
    expect(await form.saveButton.isDisabled()).toBe(true);
    await form.manifest.fill(frontend(versions.next));
    await form.manifest.blur();
    await form.save();
    expect(JSON.stringify(form.saved())).toContain(versions.next);
  });

  it('edits two stages of the type, and neither gets anything of the other', async () => {
    const { form } = await open([
      stage('1', 'Deploy first', { onFailure: 'keep' }),
      stage('2', 'Deploy second', { onFailure: 'abort' }),
    ]);
    await form.choose('Deploy first');
    await form.field('Step 1: weight in percent').fill('10');
    await form.choose('Deploy second');
    expect(await form.field('Step 1: weight in percent').inputValue()).toBe('25');
    await form.manifest.fill(frontend(versions.next));
    await form.choose('Deploy first');
    expect(await form.field('Step 1: weight in percent').inputValue()).toBe('10');
    expect(await form.manifest.inputValue()).toContain(versions.first);
    await form.save();
    const [first, second] = [form.saved(0), form.saved(1)];
    expect(first).toMatchObject({
      deployment: { onFailure: 'keep', strategy: { canary: { steps: [weight(10), approval, weight(50)] } } },
    });
    expect(second).toMatchObject({
      deployment: { onFailure: 'abort', strategy: { canary: { steps: [weight(25), approval, weight(50)] } } },
    });
    expect(JSON.stringify(second)).toContain(versions.next);
    expect(JSON.stringify(first)).not.toContain(versions.next);
  });

  it('sees the saved stage again after Revert, and what was edited as JSON', async () => {
    const { deck, form } = await open([stage('1', 'Deploy')]);
    await form.choose('Deploy');
    await form.field('Step 1: weight in percent').fill('11');
    await form.manifest.focus();
    await deck.page.getByRole('button', { name: 'Revert' }).click();
    await form.choose('Deploy');
    expect(await form.field('Step 1: weight in percent').inputValue()).toBe('25');
    await deck.page.getByRole('button', { name: 'Edit stage as JSON' }).click();
    const dialog = deck.page.getByRole('dialog').last();
    await dialog.locator('.ace_content').click();
    await deck.page.keyboard.press('Control+A');
    await deck.page.keyboard.insertText(JSON.stringify(stage('1', 'Deploy')).replace('{"weight":25}', '{"weight":12}'));
    await dialog.getByRole('button', { name: 'Update Stage' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await form.field('Step 1: weight in percent').inputValue()).toBe('12');
  });

  it('adds, moves and removes steps with the keyboard alone, and takes a removal back', async () => {
    const { deck, form } = await open([stage('1', 'Deploy')]);
    await form.choose('Deploy');
    const { keyboard } = deck.page;
    await deck.page.getByRole('button', { name: 'Add a pause for a time' }).focus();
    await keyboard.press('Enter');
    expect(await form.steps.count()).toBe(4);
    await form.field('Step 4: length of the pause').focus();
    await keyboard.press('Alt+ArrowUp');
    await form.field('Step 3: length of the pause').waitFor();
    await deck.page.getByRole('button', { name: /^Remove step 2/ }).focus();
    await keyboard.press('Enter');
    expect(await form.steps.count()).toBe(3);
    await deck.page
      .getByRole('button', { name: /put .* back/i })
      .first()
      .focus();
    await keyboard.press('Enter');
    expect(await form.steps.count()).toBe(4);
    await form.save();
    expect(form.saved()).toMatchObject({
      deployment: {
        strategy: { canary: { steps: [weight(25), approval, { pause: { unit: 'minutes' } }, weight(50)] } },
      },
    });
  });

  it('opens a stage with one step, and it has one step', async () => {
    const { form } = await open([stage('1', 'Deploy', { strategy: { canary: { steps: [approval] } } })]);
    await form.choose('Deploy');
    expect(await form.steps.count()).toBe(1);
    await form.field('Namespace').selectOption('');
    await form.save();
    expect(form.saved()).toMatchObject({ deployment: { strategy: { canary: { steps: [approval] } } } });
  });

  it('finds what somebody wrote by hand, and loses none of it', async () => {
    const { deck, form } = await open([stage('1', 'Deploy', { onFailur: 'abort' })]);
    await form.choose('Deploy');
    await deck.page.getByText('onFailur').first().waitFor();
    await deck.screenshot('authoring-unknown-key');
    await form.field('Step 1: weight in percent').fill('30');
    expect(await form.saveButton.isDisabled()).toBe(true);
  });

  it('edits a stage whose steps are not even a list', async () => {
    const { deck, form } = await open([stage('1', 'Deploy', { strategy: 'canary' })]);
    await form.choose('Deploy');
    await deck.page.getByText('canary').first().waitFor();
    await deck.screenshot('authoring-misfit');
    expect(deck.troubles).toEqual([]);
  });

  it('writes a manifest while the service is away, and is told so', async () => {
    const { deck, form } = await open([stage('1', 'Deploy')]);
    deck.allowTrouble(/502|proxies/);
    await deck.page.route('**/gate/proxies/**', (route) =>
      route.fulfill({ status: 502, json: { error: 'Bad Gateway' } }),
    );
    await form.choose('Deploy');
    await form.manifest.fill(frontend(versions.next));
    await deck.page
      .getByText(/try again/i)
      .first()
      .waitFor();
    await deck.screenshot('authoring-service-away');
    await form.save();
    expect(JSON.stringify(form.saved())).toContain(versions.next);
  });

  it('has a form in which axe finds nothing serious', async () => {
    const { deck, form } = await open([stage('1', 'Deploy')]);
    await form.choose('Deploy');
    await form.plan.getByText(/would be deployed/).waitFor();
    expect(await deck.violations(ours)).toEqual([]);
  });
});
