import { initialDeployment } from '../../../frontend/stage/initial-deployment.ts';
import { syntaxChecker } from '../../../frontend/stage/manifest-syntax.ts';
import { fieldName, parsePath } from '../../../frontend/stage/problem-words.ts';
import { stageProblems } from '../../../frontend/stage/stage-problems.ts';
import { finished, withSteps, withText } from './deployments.ts';
import { readYaml } from './yaml-reading.ts';

const findYamlError = syntaxChecker(readYaml);

function sentences(deployment: unknown): readonly string[] {
  return stageProblems(deployment, findYamlError).map(({ field, sentence }) => `${field}: ${sentence}`);
}

describe('what keeps a stage from being saved', () => {
  it('is nothing when it is finished', () => {
    expect(sentences(finished())).toEqual([]);
  });

  it('is what a new stage needs, in the words of the form', () => {
    expect(sentences(initialDeployment())).toEqual([
      'Account: Choose the account to deploy to.',
      'Manifest: Paste what to deploy, with at least one Deployment in it.',
    ]);
  });

  it.each([
    [{ setWeight: {} }, 'Type a weight, a whole number from 0 to 100.'],
    [{ setWeight: { weight: 250 } }, 'A weight is a whole number from 0 to 100, not 250.'],
    [{ setWeight: { weight: '2x' } }, 'A weight is a whole number from 0 to 100, not "2x".'],
    [{ pause: {} }, 'Type how long to pause, and choose a unit of time.'],
    [{ pause: { unit: 'hours' } }, 'Type how long to pause, a whole number.'],
    [{ analysis: {} }, 'A step "analysis" is not built yet; leave it out.'],
  ])('names the step %j by its number', (step, sentence) => {
    expect(sentences(withSteps({ setWeight: { weight: 0 } }, step))).toContain(`Step 2: ${sentence}`);
  });

  it('names the line and column of a syntax error', () => {
    const [problem] = stageProblems(withText('a: 1\nb: [1\n'), findYamlError);
    expect(problem).toMatchObject({ field: 'Manifest', path: ['manifest', 'text'], line: 3, column: 1 });
    expect(problem?.sentence).toMatch(/^This is no valid YAML at line 3, column 1: /);
  });

  it.each([
    ['undefined', undefined, 'Deployment: Choose the account to deploy to.'],
    ['null', null, 'Deployment: This must be an object, not null.'],
    ['a text', 'text', 'Deployment: This must be an object, not "text".'],
    ['a list', [], 'Deployment: This must be an object, not a list.'],
  ])('is said of %s in place of a deployment', (_, deployment, sentence) => {
    expect(sentences(deployment)).toContain(sentence);
  });
});

describe('expressions', () => {
  it('are no mistake in a manifest that asks for them, whose syntax is not known yet', () => {
    expect(sentences(withText('replicas: {${parameters.replicas}', 'evaluate'))).toEqual([]);
  });

  it('are no mistake where Orca replaces them before the service reads a name', () => {
    const targets = [{ account: '${parameters.account}', namespaceOverride: '${parameters.namespace}' }];
    const steps = [{ pause: { untilApproved: true, requiresRoles: ['${parameters.role}'] } }];
    const notifications = [{ type: 'slack', address: '${parameters.channel}' }];
    expect(sentences(finished({ targets, notifications, strategy: { canary: { steps } } }))).toEqual([]);
  });

  it('are a mistake in a literal manifest that somebody stored by hand', () => {
    expect(sentences(withText('a: ${b}'))).toEqual([
      expect.stringMatching(/^Manifest: Its expressions are meant to reach the cluster as they are, but are stored/),
    ]);
  });

  it('are a mistake in place of a number, which the service does not take from a text', () => {
    expect(sentences(withSteps({ setWeight: { weight: '${weight}' } }))).toHaveLength(1);
  });
});

it.each([
  ['deployment', [], 'Deployment'],
  ['deployment.targets[0].account', ['targets', 0, 'account'], 'Account'],
  ['deployment.targets[0].namespaceOverride', ['targets', 0, 'namespaceOverride'], 'Namespace'],
  ['deployment.strategy.canary.steps[11].pause', ['strategy', 'canary', 'steps', 11, 'pause'], 'Step 12'],
  ['deployment.strategy.blueGreen', ['strategy', 'blueGreen'], 'Steps'],
  ['deployment.notifications[0].address', ['notifications', 0, 'address'], 'Notification 1'],
  ['deployment["odd key"]', ['odd key'], 'Key "odd key"'],
])('knows the field of %s', (where, path, name) => {
  expect(parsePath(where)).toEqual(path);
  expect(fieldName(path)).toBe(name);
});
