import { hashedRoles } from '../../../backend-stub/pipelines/after-saving.ts';
import { sharedAccounts } from '../../../backend-stub/pipelines/shared-accounts.ts';
import { pipelineOf } from './known-world.ts';

const shared = '5f1d@shared-managed-service-account';
const running = (id: string, roles: readonly string[] | undefined, runAsUser = shared) =>
  pipelineOf({ id, triggers: [{ type: 'cron', enabled: true, runAsUser }], ...(roles === undefined ? {} : { roles }) });

describe('accounts that pipelines with the same roles share', () => {
  it('are told with their roles by the pipelines that run as them, in any order and case', () => {
    const { areThere, roles, hash } = sharedAccounts(
      [running('p1', ['dev', 'ops']), running('p2', ['OPS', 'dev'])],
      [],
    );
    expect([areThere, roles.get(shared)?.length]).toEqual([true, 2]);
    expect(hash(hashedRoles(['Ops', 'Dev']))).toBe('5f1d');
    expect(hash(hashedRoles(['dev']))).toBeUndefined();
  });

  it('tell no roles where pipelines of different roles name one, since somebody wrote it there', () => {
    const { areThere, roles, hash } = sharedAccounts([running('p1', ['dev']), running('p2', ['ops'])], []);
    expect([areThere, roles.size, hash('dev')]).toEqual([true, 0, undefined]);
  });

  it('are not there where none is named, and are where somebody may use one', () => {
    const alone = [running('p1', ['dev'], 'p1@managed-service-account')];
    expect(sharedAccounts(alone, ['robot']).areThere).toBe(false);
    expect(sharedAccounts([...alone, running('p2', undefined)], []).areThere).toBe(true);
    expect(sharedAccounts(alone, [shared]).areThere).toBe(true);
  });
});
