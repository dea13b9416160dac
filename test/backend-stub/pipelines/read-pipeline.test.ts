import { readFileSync } from 'node:fs';
import { readPipeline, readPipelines } from '../../../backend-stub/pipelines/read-pipeline.ts';
import { pipelineOf } from './known-world.ts';

function recorded(name: string): unknown {
  const answer: unknown = JSON.parse(readFileSync(new URL(`../../fixtures/gate/${name}`, import.meta.url), 'utf8'));
  return typeof answer === 'object' && answer !== null && 'body' in answer ? answer.body : undefined;
}

const needs = (stage: Readonly<Record<string, unknown>>): readonly string[] =>
  pipelineOf({ stages: [stage] }).stages.flatMap((read) =>
    read.needs.map(({ authorization, on, name, certain }) => `${authorization} ${on} ${name}${certain ? '' : '?'}`),
  );

describe('reading a pipeline', () => {
  it('takes what a real Gate gives', () => {
    const body = recorded('pipeline-configs.json');
    const [pipeline] = readPipelines(Array.isArray(body) ? body : []);
    expect(pipeline).toMatchObject({ application: 'teama-web', name: 'rollout', disabled: false, triggers: [] });
    expect(pipeline?.stages).toEqual([{ refId: '1', name: 'Roll out', type: 'tierRollout', needs: [] }]);
    expect(pipeline).not.toHaveProperty('roles');
  });

  it('knows nobody’s pipeline and no pipeline at all', () => {
    for (const value of [
      undefined,
      null,
      'text',
      [],
      {},
      { id: 'p1' },
      { application: 'shop' },
      { id: ' ', application: 'shop' },
    ])
      expect(readPipeline(value)).toBeUndefined();
  });

  it('reads the stages when somebody looks at them, and once', () => {
    let looks = 0;
    const read = readPipeline({
      ...{ id: 'p1', application: 'shop' },
      get stages() {
        looks += 1;
        return [{ type: 'deployManifest', account: 'prod' }];
      },
    });
    expect([read?.name, looks]).toEqual(['p1', 0]);
    expect([read?.stages.length, read?.stages.length, looks]).toEqual([1, 1, 1]);
  });

  it('tells roles that are left out from an empty list of them', () => {
    expect(pipelineOf({})).not.toHaveProperty('roles');
    expect(pipelineOf({ roles: [] }).roles).toEqual([]);
    expect(pipelineOf({ roles: ['Team-A', 7, ' '] }).roles).toEqual(['Team-A']);
  });

  it('says why a pipeline is locked', () => {
    expect(pipelineOf({ locked: { ui: true, description: 'made by a robot' } }).locked).toEqual({
      reason: 'made by a robot',
    });
    expect(pipelineOf({ locked: { ui: false } })).not.toHaveProperty('locked');
  });

  it('knows a template in both of its versions', () => {
    expect(pipelineOf({ type: 'templatedPipeline' }).fromTemplate).toBe(true);
    expect(pipelineOf({ schema: 'v2', template: { reference: 'spinnaker://t' } }).fromTemplate).toBe(true);
    expect(pipelineOf({}).fromTemplate).toBe(false);
  });

  it('takes a trigger that does not say it is enabled for switched off, as Echo does', () => {
    const { triggers } = pipelineOf({ triggers: [{ type: 'cron' }, { type: 'cron', enabled: true }] });
    expect(triggers.map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  it.each([
    [{ type: 'cron', cronExpression: '0 0 10 * * ?' }, '0 0 10 * * ?'],
    [{ type: 'docker', account: 'hub', organization: 'o', repository: 'o/web' }, 'o o/web'],
    [{ type: 'git', source: 'github', project: 'p', slug: 's', branch: 'main' }, 'p s main'],
    [{ type: 'jenkins', master: 'ci', job: 'build' }, 'ci build'],
    [{ type: 'pubsub', pubsubSystem: 'google', subscriptionName: 'builds' }, 'google builds'],
    [{ type: 'webhook', source: 'hook' }, 'hook'],
    [{ type: 'webhook' }, undefined],
  ])('says what %j waits for', (trigger, on) => {
    expect(pipelineOf({ triggers: [trigger] }).triggers[0]?.on).toBe(on);
  });
});

describe('what a stage needs', () => {
  it.each<readonly [Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ type: 'deployManifest', cloudProvider: 'kubernetes', account: 'prod' }, ['WRITE account prod']],
    [{ type: 'deleteManifest', account: 'prod', credentials: 'prod' }, ['WRITE account prod']],
    [{ type: 'findArtifactsFromResource', account: 'prod' }, ['READ account prod']],
    [
      {
        type: 'kubernetesProgressive',
        deployment: { targets: [{ account: 'prod' }, { account: 'prod' }, { account: 'eu' }] },
      },
      ['EXECUTE application shop', 'WRITE account prod', 'WRITE account eu'],
    ],
    [{ type: 'kubernetesProgressive' }, ['EXECUTE application shop']],
    [
      { type: 'deploy', clusters: [{ account: 'aws-prod', cloudProvider: 'aws' }] },
      ['WRITE account aws-prod', 'WRITE application shop?'],
    ],
    [{ type: 'bake', account: 'docker', cloudProviderType: 'aws' }, []],
    [{ type: 'bakeManifest' }, []],
    [{ type: 'script', account: 'a word of the script' }, []],
    [{ type: 'manualJudgment' }, []],
    [{ type: 'webhook', account: 'prod' }, ['WRITE account prod?']],
    [{ type: 'someKindOfAPlugin', account: 'prod' }, ['WRITE account prod']],
    [{ type: 'pipeline', application: 'other', pipeline: 'p2' }, []],
  ])('of %j', (stage, expected) => {
    expect(needs(stage)).toEqual(expected);
  });

  it('leaves a pipeline that is started to be looked up', () => {
    expect(
      pipelineOf({ stages: [{ type: 'pipeline', application: 'other', pipeline: 'p2' }] }).stages[0]?.calls,
    ).toEqual({
      application: 'other',
      pipeline: 'p2',
    });
  });
});
