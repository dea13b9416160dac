import type { Pipeline } from '../../../backend-stub/pipelines/pipeline.ts';
import { readPipeline } from '../../../backend-stub/pipelines/read-pipeline.ts';
import {
  besideRoles,
  draftOf,
  draftProblem,
  isSame,
  permissionsFor,
  permissionsOf,
  putBack,
} from '../../../frontend/pipeline-permissions/draft.ts';
import { saveTask, withPermissions } from '../../../frontend/pipeline-permissions/written.ts';
import { pipelineIn } from './shown-page.tsx';

const own = 'p1@managed-service-account';
const written = (fields: object): object => ({ id: 'p1', name: 'deploy', application: 'shop', ...fields });
const pipelineOf = (fields: object): Pipeline => {
  const pipeline = readPipeline(written(fields));
  if (pipeline === undefined) throw new Error('it is no pipeline');
  return pipeline;
};
const triggersAs = (...names: readonly (string | undefined)[]): object[] =>
  names.map((runAsUser) => ({ type: 'git', enabled: true, ...(runAsUser === undefined ? {} : { runAsUser }) }));

const managed = pipelineOf({ roles: ['dev'], triggers: triggersAs(own, own) });
const byHand = pipelineOf({ triggers: triggersAs('robot', undefined) });
const halfSet = pipelineOf({ roles: ['dev'], triggers: triggersAs(own, 'robot', ' ') });

describe('as whom a pipeline runs', () => {
  it('is read as one way: by roles, by hand, or nobody', () => {
    expect(draftOf(managed)).toEqual({ way: 'managed', roles: ['dev'], runAs: ['', ''] });
    expect(draftOf(byHand)).toEqual({ way: 'by-hand', roles: [], runAs: ['robot', ''] });
    expect(draftOf(pipelineOf({ roles: [], triggers: triggersAs(undefined) })).way).toBe('nobody');
  });

  it('with both ways set by half is by its roles, and the other accounts are told', () => {
    expect(draftOf(halfSet).way).toBe('managed');
    expect(besideRoles(halfSet)).toEqual(['robot', '']);
    expect([besideRoles(managed), besideRoles(byHand)]).toEqual([[], []]);
  });

  it('is never written with both ways', () => {
    const roles = [' Release ', 'dev', 'DEV', ''];
    expect(permissionsFor({ ...draftOf(halfSet), roles }, halfSet)).toEqual({
      roles: ['release', 'dev'],
      runAs: [own, undefined, undefined],
    });
    const withRoles = { ...draftOf(managed), runAs: ['robot', ''] };
    expect(permissionsFor({ ...withRoles, way: 'by-hand' }, managed)).toEqual({
      roles: [],
      runAs: ['robot', undefined],
    });
    expect(permissionsFor({ ...withRoles, way: 'nobody' }, managed)).toEqual({
      roles: [],
      runAs: [undefined, undefined],
    });
  });

  it('leaves the key of the roles away where it never was', () => {
    expect(permissionsFor({ ...draftOf(byHand), way: 'nobody' }, byHand)).toEqual({ runAs: [undefined, undefined] });
  });

  it('is not saved without a role or an account, where one was to be named', () => {
    expect(draftProblem({ ...draftOf(byHand), way: 'managed', roles: [' '] }, byHand)).toMatch(/^Name a role/);
    expect(draftProblem({ ...draftOf(byHand), runAs: ['', ' '] }, byHand)).toMatch(/^Choose an account/);
    expect(draftProblem(draftOf(byHand), byHand)).toBeUndefined();
  });

  it('is the same where nothing would be written that does not stand there', () => {
    expect(isSame(permissionsFor(draftOf(managed), managed), permissionsOf(managed))).toBe(true);
    expect(isSame(permissionsFor(draftOf(halfSet), halfSet), permissionsOf(halfSet))).toBe(false);
  });

  it('is put back as it was, with an empty list of roles where roles came since', () => {
    expect(putBack(permissionsOf(byHand), managed)).toEqual({ roles: [], runAs: ['robot', undefined] });
    expect(putBack(permissionsOf(byHand), byHand)).toEqual({ runAs: ['robot', undefined] });
    expect(putBack(permissionsOf(halfSet), managed)).toEqual({ roles: ['dev'], runAs: [own, 'robot', ' '] });
  });
});

describe('what is sent', () => {
  const raw = {
    ...written({ roles: ['old'], name: 'déploiement ${x}', updateTs: '7', keepWaitingPipelines: false }),
    triggers: [
      'no object',
      { type: 'git', runAsUser: 'robot', secret: 's' },
      { type: 'cron', expectedArtifactIds: [] },
    ],
  };

  it('is the whole pipeline, with nothing else changed', () => {
    expect(withPermissions(raw, { roles: ['dev'], runAs: [undefined, 'robot'] })).toEqual({
      ...raw,
      roles: ['dev'],
      triggers: [
        'no object',
        { type: 'git', secret: 's' },
        { type: 'cron', expectedArtifactIds: [], runAsUser: 'robot' },
      ],
    });
    expect('roles' in withPermissions(raw, { runAs: [] })).toBe(false);
  });

  it('is what Gate makes of it for Orca, with nothing in it that Orca would evaluate', () => {
    const task = saveTask(raw, 'alice');
    expect(task.application).toBe('shop');
    expect(task.job).toEqual([
      { type: 'savePipeline', pipeline: expect.stringMatching(/^[\w+/=]+$/), user: 'alice', staleCheck: true },
    ]);
    expect(pipelineIn(task)).toEqual(raw);
  });
});
