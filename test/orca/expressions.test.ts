import { evaluateStage } from './evaluate.ts';
import type { OrcaStage } from './execution.ts';
import type { Json, JsonObject } from './json.ts';
import { at } from './recordings.ts';
import { newExecution } from './start-request.ts';

const now = Date.UTC(2026, 7, 1);

function evaluated(context: JsonObject): OrcaStage {
  const request = {
    application: 'shop',
    name: 'deploy',
    user: 'alice@example.com',
    parameters: { replicas: 3, tag: 'v1' },
  };
  const execution = newExecution({ ...request, stages: [{ type: 'wait', name: 'x', ...context }] }, now);
  const [stage] = execution.stages;
  if (stage === undefined) throw new TypeError('No stage.');
  stage.startTime = now;
  evaluateStage(execution, stage, now);
  return stage;
}

function one(expression: Json): Json | undefined {
  return evaluated({ value: expression }).context['value'];
}

describe('an expression in a stage', () => {
  it.each([
    ['${execution.application}', 'shop'],
    ["${execution['authentication']['user']}", 'alice@example.com'],
    ['${parameters["tag"]}', 'v1'],
    ['${trigger.parameters.replicas}', 3],
    ["${ parameters['replicas'] } pods of ${parameters.tag}", '3 pods of v1'],
    ['${#currentStage().startTime}', now],
    ["${#currentStage()['startTime'].toString()}", `${now}`],
    ["${#currentStage()['refId']}", '1'],
  ])('%s is found', (expression, value) => {
    expect(one(expression)).toEqual(value);
  });

  it('alone keeps its type, so that an object is posted whole', () => {
    const { context } = evaluated({ deployment: { tag: '${parameters.tag}' }, payload: '${deployment}' });
    expect(context['deployment']).toEqual({ tag: 'v1' });
    expect(context['payload']).toEqual({ tag: '${parameters.tag}' });
  });

  it('is found in lists and in keys, however deep', () => {
    expect(one([{ '${parameters.tag}': ['${parameters.tag}'] }])).toEqual([{ v1: ['v1'] }]);
  });

  it('that leads to nothing stays as written, and is noted', () => {
    const { context } = evaluated({ value: 'image ${nothere} of ${parameters.tag}' });
    expect(context['value']).toBe('image ${nothere} of v1');
    expect(at(context, 'expressionEvaluationSummary')).toEqual({
      'image nothere of parameters.tag': [
        {
          description: 'Failed to evaluate [value] : image nothere of parameters.tag not found',
          timestamp: now,
          level: 'INFO',
        },
      ],
    });
  });

  it('that leads on from nothing leaves the whole text as written', () => {
    expect(one("${nothere['x']} of ${parameters.tag}")).toBe("${nothere['x']} of ${parameters.tag}");
  });

  it('is noted no longer when it could be evaluated later', () => {
    const first = evaluated({ value: '${late}' });
    const second = evaluated({ ...first.context, late: 'now' });
    expect([second.context['value'], second.context['expressionEvaluationSummary']]).toEqual(['now', {}]);
  });

  it.each([
    '${1+1}',
    '${#toJson(deployment)}',
    "${a ? 'b' : 'c'}",
    '${HOME:-/root}',
    '${unclosed',
    '${parameters.tag.substring(1)}',
    '${ {a: 1} }',
    '${#currentUser()}',
  ])('%s is more than this Orca can do, which it says by name', (expression) => {
    expect(() => one(expression)).toThrow(
      expression
        .replace(/^\$\{ ?/, '')
        .replace(/ ?\}?$/, '')
        .slice(0, 10),
    );
  });
});
