import type { PipelineAccess } from '../../../backend-stub/contract/pipeline-access.ts';
import type { GateFacts } from '../../../frontend/pipeline-permissions/gate-facts.ts';

export interface WorldSize {
  readonly pipelines: number;
  readonly stages: number;
  readonly serviceAccounts: number;
  readonly accounts: number;
  readonly roles: number;
}

/** As Gate and the stage service answer about an application of that size; the same each time. */
export function largeAnswers(
  size: WorldSize,
  application = 'shop',
): { readonly gate: GateFacts; readonly told: PipelineAccess } {
  const random = pseudoRandom(7);
  const role = (): string => `role-${random(size.roles)}`;
  const roles = (): readonly string[] => [role(), role(), role()];
  const account = (): string => `account-${random(size.accounts)}`;
  const robot = (): string => `robot-${random(size.serviceAccounts)}`;
  const accounts = Array.from({ length: size.accounts }, (_, index) => ({
    name: `account-${index}`,
    permissions: { READ: roles(), WRITE: roles() },
  }));
  const pipelines = Array.from({ length: size.pipelines }, (_, index) => ({
    ...{ id: `p${index}`, name: `pipeline ${index}`, application },
    triggers: ['webhook', 'cron'].map((type) => ({ type, enabled: true, runAsUser: robot() })),
    stages: Array.from({ length: size.stages }, () => ({ type: 'deployManifest', account: account() })),
  }));
  const subjects = Array.from({ length: size.serviceAccounts }, (_, index) => ({
    ...{
      kind: 'seen' as const,
      name: `robot-${index}`,
      admin: false,
      roles: roles(),
      unlistedApplicationsAreOpen: false,
    },
    accounts: Array.from({ length: 10 }, () => ({ name: account(), authorizations: ['WRITE' as const] })),
    applications: [{ name: application, authorizations: ['EXECUTE' as const] }],
  }));
  const permissions = { READ: roles(), EXECUTE: roles(), WRITE: roles() };
  const said = (body: unknown) => ({ kind: 'answer' as const, status: 200, body });
  return {
    gate: {
      pipelines: said(pipelines),
      credentials: said(accounts),
      application: said({ attributes: { permissions } }),
      user: said({ username: 'alice', roles: roles(), isAdmin: false }),
      serviceAccounts: said(subjects.map(({ name }) => name)),
    },
    told: { application, subjects, effectivePermissions: permissions, gaps: [] },
  };
}

export function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
