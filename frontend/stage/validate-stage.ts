import { readYaml } from '../deck/yaml.ts';
import { syntaxChecker } from './manifest-syntax.ts';
import { stageProblems } from './stage-problems.ts';
import type { StageProblem } from './stage-problems.ts';

/** One for the form and Deck's validation: both ask about the same text, one after the other. */
const findYamlError = syntaxChecker(readYaml);

export function problemsOf(deployment: unknown): readonly StageProblem[] {
  return stageProblems(deployment, findYamlError);
}

/**
 * Everything that keeps a stage from being saved, each a sentence that names the field. Deck asks at every change; what takes
 * long is remembered by the text, and not by the object, which Deck may change in place.
 */
export function validateStage(deployment: unknown): readonly string[] {
  return problemsOf(deployment).map(({ field, sentence }) => `${field}: ${sentence}`);
}
