import { encodeLiteral, holdsExpression } from '../../backend-stub/contract/expressions.ts';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import type { FindYamlError } from './manifest-syntax.ts';
import { inAuthorsWords } from './problem-words.ts';
import { places, readItems, readManifest, readText } from './read-form.ts';
import type { Shown, ShownManifest } from './read-form.ts';
import { look, setAt } from './value-at.ts';
import type { Path } from './value-at.ts';

/** One thing that keeps the stage from being saved. */
export interface StageProblem {
  /** Below `deployment`. */
  readonly path: Path;
  /** For people who stand at the field. */
  readonly sentence: string;
  /** The field as its author knows it: `Step 2`. */
  readonly field: string;
  /** Nothing was written yet: no mistake, but needed. */
  readonly missing?: true;
  /** The text is right, and stored in a way that would change it. */
  readonly storedWrong?: true;
  readonly line?: number;
  readonly column?: number;
}

/** By the rules of the contract, and by the syntax of YAML as far as it can be known before expressions are evaluated. */
export function stageProblems(deployment: unknown, findYamlError: FindYamlError): readonly StageProblem[] {
  const manifest = readManifest(deployment);
  const parsed = parseDeployment(asEvaluated(deployment, manifest));
  const problems = parsed.kind === 'valid' ? [] : parsed.problems.map((problem) => inAuthorsWords(problem, deployment));
  const stored = unprotected(manifest);
  return [
    ...stored,
    ...problems.filter((problem) => !stored.some((told) => isAboutStorage(problem, told))),
    ...(look(deployment, places.text).kind === 'absent' ? [] : syntax(manifest, findYamlError)),
  ];
}

/**
 * Orca replaces expressions before the service reads the stage: in names, and in a manifest that asks for it, they are no
 * mistake now.
 */
function asEvaluated(deployment: unknown, manifest: Shown<ShownManifest>): unknown {
  const evaluate = manifest.kind === 'shown' && manifest.value.expressions === 'evaluate';
  const withNames = [places.account, places.namespace, ...rolePlaces(deployment), ...addressPlaces(deployment)].reduce(
    withoutExpression,
    deployment,
  );
  return evaluate && holdsExpression(manifest.value.text)
    ? setAt(withNames, places.text, encodeLiteral(manifest.value.text))
    : withNames;
}

function withoutExpression(deployment: unknown, path: Path): unknown {
  const text = readText(deployment, path);
  return text.kind === 'shown' && holdsExpression(text.value) ? setAt(deployment, path, 'expression') : deployment;
}

function rolePlaces(deployment: unknown): readonly Path[] {
  const steps = readItems(deployment, places.steps);
  if (steps.kind === 'misfit') return [];
  return steps.value.flatMap((_, index) => {
    const path = [...places.steps, index, 'pause', 'requiresRoles'];
    const roles = readItems(deployment, path);
    return roles.kind === 'shown' ? roles.value.map((_role, number) => [...path, number]) : [];
  });
}

function addressPlaces(deployment: unknown): readonly Path[] {
  const notifications = readItems(deployment, places.notifications);
  if (notifications.kind === 'misfit') return [];
  return notifications.value.map((_, index) => [...places.notifications, index, 'address']);
}

function unprotected(manifest: Shown<ShownManifest>): readonly StageProblem[] {
  if (manifest.kind === 'misfit' || !manifest.value.unprotected) return [];
  const sentence =
    'Its expressions are meant to reach the cluster as they are, but are stored so that Orca would evaluate them. Keep them as written, or choose to have them evaluated.';
  return [{ path: places.text, field: 'Manifest', sentence, storedWrong: true }];
}

/** The contract's own sentence about it speaks of how a manifest is stored. */
function isAboutStorage({ path, sentence }: StageProblem, told: StageProblem): boolean {
  return path.join() === told.path.join() && sentence.startsWith('Orca would');
}

function syntax(manifest: Shown<ShownManifest>, findYamlError: FindYamlError): readonly StageProblem[] {
  if (manifest.kind === 'misfit') return [];
  const { text, expressions } = manifest.value;
  if (expressions === 'evaluate' && holdsExpression(text)) return [];
  const error = findYamlError(text);
  if (error === undefined) return [];
  const { line, column, reason } = error;
  const sentence = `This is no valid YAML at line ${line}, column ${column}: ${reason}.`;
  return [{ path: places.text, field: 'Manifest', sentence, line, column }];
}
