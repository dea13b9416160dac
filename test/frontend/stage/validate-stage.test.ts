import { validateStage } from '../../../frontend/stage/validate-stage.ts';
import { finished, withSteps, withText } from './deployments.ts';

describe('the validation that Deck asks for, with the YAML reader that Deck brings', () => {
  it('lets a finished stage be saved', () => {
    expect(validateStage(finished())).toEqual([]);
  });

  it('names the line and column of a syntax error in a later document', () => {
    expect(validateStage(withText('a: 1\n---\nb: 1\n   c: 2\n'))).toEqual([
      expect.stringMatching(/^Manifest: This is no valid YAML at line 4, column \d+: .+\.$/),
    ]);
  });

  it('names a step as its author counts it', () => {
    expect(validateStage(withSteps({ setWeight: { weight: 50 } }, { setWeight: { weight: 25 } }))).toEqual([
      'Step 2: 25 must be more than 50, the weight before it: weights only rise.',
    ]);
  });
});
