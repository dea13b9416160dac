import { createHash } from 'node:crypto';
import { afterSaving, savedPipeline, writtenRoles, type Naming } from '../../../backend-stub/pipelines/after-saving.ts';
import { pipelineOf } from './known-world.ts';

const each: Naming = { kind: 'one-each' };
const shared: Naming = { kind: 'shared', sha256: (text) => createHash('sha256').update(text).digest('hex') };
const own = 'abc-1@managed-service-account';
const ofTeam = `${createHash('sha256').update('release\0team-a').digest('hex')}@shared-managed-service-account`;

const pipeline = (rest: Readonly<Record<string, unknown>> = {}) =>
  pipelineOf({
    id: 'ABC-1',
    triggers: [
      { type: 'cron' },
      { type: 'git', runAsUser: 'robot' },
      { type: 'git', runAsUser: '' },
      { type: 'git', runAsUser: own },
      { type: 'git', runAsUser: 'other@managed-service-account' },
      { type: 'git', runAsUser: 'x@shared-managed-service-account' },
    ],
    ...rest,
  });
const changes = (...all: Parameters<typeof afterSaving>) =>
  afterSaving(...all).triggers.map(({ change, after }) => [change, after]);

describe('what Orca makes of the triggers when a pipeline is saved', () => {
  it('is nothing where no roles are written', () => {
    expect(afterSaving(pipeline(), undefined, each).account).toBeUndefined();
    expect(changes(pipeline(), undefined, each).map(([change]) => change)).toEqual(Array(6).fill('none'));
  });

  it('gives the account of the pipeline to those without an account and with a managed one', () => {
    expect(afterSaving(pipeline(), ['team-a'], each).account).toBe(own);
    expect(changes(pipeline(), ['team-a'], each)).toEqual([
      ['set', own],
      ['kept-by-hand', 'robot'],
      ['kept-blank', ''],
      ['none', own],
      ['set', own],
      ['set', own],
    ]);
  });

  it('takes this very account away when the list of roles is empty, and no other', () => {
    expect(changes(pipeline(), [], each)).toEqual([
      ['none', undefined],
      ['none', 'robot'],
      ['none', ''],
      ['removed', undefined],
      ['none', 'other@managed-service-account'],
      ['none', 'x@shared-managed-service-account'],
    ]);
  });

  it('names a shared account by its roles, in any order and case', () => {
    for (const roles of [
      ['team-a', 'release'],
      ['RELEASE', 'Team-A', 'release'],
    ])
      expect(afterSaving(pipeline(), roles, shared).account).toBe(ofTeam);
  });

  it('keeps the account that the pipeline names, but leaves a shared one where they are not shared', () => {
    expect(afterSaving(pipeline({ serviceAccount: 'robot' }), ['a'], each).account).toBe('robot');
    expect(afterSaving(pipeline({ serviceAccount: 'robot' }), ['a'], shared).account).toBe('robot');
    expect(afterSaving(pipeline({ serviceAccount: ofTeam }), ['a'], shared).account).toBe(ofTeam);
    expect(afterSaving(pipeline({ serviceAccount: ofTeam }), ['a'], each).account).toBe(own);
  });

  it('is what the saved pipeline holds', () => {
    const saved = savedPipeline(pipeline({ roles: ['old'] }), ['team-a'], each);
    expect(saved.roles).toEqual(['team-a']);
    expect(saved.triggers.map(({ runAsUser }) => runAsUser)).toEqual([own, 'robot', '', own, own, own]);
    expect(savedPipeline(pipeline({ roles: ['old'] }), undefined, each)).not.toHaveProperty('roles');
  });

  it('is asked with roles as Fiat has them', () => {
    expect(writtenRoles([' Team-A', 'team-a', '', 'Release'])).toEqual(['team-a', 'release']);
  });
});
