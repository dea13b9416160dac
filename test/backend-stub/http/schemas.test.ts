import { Compile } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';
import type { AuditPage } from '../../../backend-stub/contract/audit.ts';
import type { DecisionRequest } from '../../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import type { DeploymentConfiguration } from '../../../backend-stub/contract/deployment.ts';
import type { StageAttempt, StartReply, StatusReply } from '../../../backend-stub/contract/orca.ts';
import type { AppliedPlan, PlanReport } from '../../../backend-stub/contract/plan.ts';
import type { ApplicationsAccess } from '../../../backend-stub/contract/applications-access.ts';
import type { ServiceAccounts } from '../../../backend-stub/contract/service-accounts.ts';
import type { PipelineAccess } from '../../../backend-stub/contract/pipeline-access.ts';
import type { NonceReport, StageAction } from '../../../backend-stub/contract/stage-decision.ts';
import type { DecisionReport, DeploymentReport } from '../../../backend-stub/contract/report.ts';
import type { ServiceReport } from '../../../backend-stub/contract/service.ts';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import type { DoctorReport } from '../../../backend-stub/contract/doctor.ts';
import type * as doctorSchemas from '../../../backend-stub/http/doctor-schemas.ts';
import type { CreationOverview } from '../../../backend-stub/contract/creation-overview.ts';
import type * as auditSchemas from '../../../backend-stub/http/audit-schemas.ts';
import type * as creationSchemas from '../../../backend-stub/http/creation-schemas.ts';
import * as deploymentSchema from '../../../backend-stub/http/deployment-schema.ts';
import * as machineSchemas from '../../../backend-stub/http/machine-schemas.ts';
import type * as accessSchemas from '../../../backend-stub/http/access-schemas.ts';
import type * as pipelineAccessSchemas from '../../../backend-stub/http/pipeline-access-schemas.ts';
import type * as overviewSchema from '../../../backend-stub/http/creation-overview-schema.ts';
import * as planSchemas from '../../../backend-stub/http/plan-schemas.ts';
import * as schemas from '../../../backend-stub/http/schemas.ts';
import type * as stageSchemas from '../../../backend-stub/http/stage-decision-schemas.ts';
import type { CancelResult } from '../../../backend-stub/reconcile/cancel.ts';
import type { PlanRequest } from '../../../backend-stub/reconcile/plan-preview.ts';
import type { MachineStartRequest } from '../../../backend-stub/reconcile/start-by-machine.ts';
import type { AccountReport } from '../../../backend-stub/reconcile/view.ts';
import { deploymentOf, stage, withSteps } from '../contract/written-stage.ts';

/** Without `readonly`, at any depth: TypeBox leaves it out, and on the wire it means nothing. */
type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

/** True for types that take each other's place in both directions, optional fields and all. */
type Equal<Left, Right> =
  (<T>() => T extends Writable<Left> ? 1 : 2) extends <T>() => T extends Writable<Right> ? 1 : 2 ? true : false;

describe('a schema', () => {
  it('has the type that it is named after: another one would not compile here', () => {
    const equal: readonly true[] = [
      true satisfies Equal<Static<typeof schemas.StatusReply>, StatusReply>,
      true satisfies Equal<Static<typeof schemas.StartReply>, StartReply>,
      true satisfies Equal<Static<typeof schemas.CancelRequest>, StageAttempt>,
      true satisfies Equal<
        Static<typeof schemas.CancelReply>,
        { readonly result: CancelResult['kind']; readonly sentence: string }
      >,
      true satisfies Equal<Static<typeof deploymentSchema.DeploymentConfiguration>, DeploymentConfiguration>,
      true satisfies Equal<Static<typeof schemas.DecisionRequest>, DecisionRequest>,
      true satisfies Equal<Static<typeof schemas.DecisionReport>, DecisionReport>,
      true satisfies Equal<Static<typeof schemas.DeploymentReport>, DeploymentReport>,
      true satisfies Equal<Static<typeof schemas.DeploymentDetails>, DeploymentDetails>,
      true satisfies Equal<Static<typeof schemas.DeploymentList>['deployments'], DeploymentReport[]>,
      true satisfies Equal<Static<typeof schemas.AccountList>['accounts'], AccountReport[]>,
      true satisfies Equal<Static<typeof schemas.AccountList>['service'], ServiceReport>,
      true satisfies Equal<Static<typeof stageSchemas.NonceReport>, NonceReport>,
      true satisfies Equal<Static<typeof stageSchemas.NonceRequest>['action'], StageAction>,
      true satisfies Equal<Static<typeof auditSchemas.AuditPage>, AuditPage>,
      true satisfies Equal<Static<typeof creationSchemas.CreationAnswer>, CreationAnswer>,
      true satisfies Equal<Static<typeof machineSchemas.TenantAccounts>['accounts'], AccountReport[]>,
      true satisfies Equal<Static<typeof machineSchemas.MachineStartRequest>, MachineStartRequest>,
      true satisfies Equal<Static<typeof pipelineAccessSchemas.PipelineAccess>, PipelineAccess>,
      true satisfies Equal<Static<typeof accessSchemas.ServiceAccounts>, ServiceAccounts>,
      true satisfies Equal<Static<typeof accessSchemas.ApplicationsAccess>, ApplicationsAccess>,
      true satisfies Equal<Static<typeof overviewSchema.CreationOverview>, CreationOverview>,
      true satisfies Equal<Static<typeof doctorSchemas.DoctorReport>, DoctorReport>,
      true satisfies Equal<Static<typeof planSchemas.PlanRequest>, PlanRequest>,
      true satisfies Equal<Static<typeof planSchemas.PlanReply>, PlanReport>,
      true satisfies Equal<Static<typeof planSchemas.AppliedPlanReply>, AppliedPlan>,
    ];
    expect(equal).not.toContain(false);
  });

  it('is told from one with another type, a field more, an optional field or a word less', () => {
    const different: readonly false[] = [
      false satisfies Equal<{ a: string; b: string }, { a: string }>,
      false satisfies Equal<{ a: string }, { a: string; b: string }>,
      false satisfies Equal<{ a: { b: string }[] }, { readonly a: readonly { readonly b: number }[] }>,
      false satisfies Equal<{ a?: string }, { a: string }>,
      false satisfies Equal<{ a: 'x' }, { a: 'x' | 'y' }>,
      false satisfies Equal<{ a: never }, { a: 'x' }>,
    ];
    expect(different).not.toContain(true);
  });
});

const takes = (schema: TSchema, value: unknown): boolean => Compile(schema).Check(value);
const seen = [{ rollout: 'web', podHash: '5d7c9f', stepIndex: 1 }];

describe('what comes in', () => {
  const cases: readonly (readonly [string, TSchema, Readonly<Record<string, unknown>>])[] = [
    ['a decision', schemas.DecisionRequest, { action: 'approve', seen, comment: 'fine' }],
    ['a cancel call', schemas.CancelRequest, { executionId: '01M8', stageId: '01M9', attempt: '1795365520651' }],
    ['a plan', planSchemas.PlanRequest, { application: 'shop', deployment: { anything: true } }],
    ['a start', machineSchemas.MachineStartRequest, { application: 'shop', deployment: {}, idempotencyKey: 'build-1' }],
  ];

  it.each(cases)('as %s is taken as it is', (_case, schema, value) => {
    expect(takes(schema, value)).toBe(true);
  });

  it.each(cases)('as %s is refused with a field that is not known, or without one', (_case, schema, value) => {
    expect(takes(schema, { ...value, unknown: 1 })).toBe(false);
    for (const key of Object.keys(value).filter((name) => name !== 'comment')) {
      const { [key]: _left, ...rest } = value;
      expect([key, takes(schema, rest)]).toEqual([key, false]);
    }
  });

  it.each(cases)(
    'as %s is refused with a value of another type, and nothing is turned into the right one',
    (_case, schema, value) => {
      for (const key of Object.keys(value).filter((name) => name !== 'deployment'))
        for (const other of [null, 1, true, {}, [1]])
          expect([key, takes(schema, { ...value, [key]: other })]).toEqual([key, false]);
    },
  );

  it.each([
    ['comment', []],
    ['comment', 'a\u0000b'],
    ['action', 'cancel'],
    ['action', 'Approve'],
    ['seen', [{ ...seen[0], more: 1 }]],
    ['seen', [{ ...seen[0], stepIndex: 1.5 }]],
    ['seen', [{ ...seen[0], stepIndex: -1 }]],
  ])('as a decision is refused when its %s is %j', (key, value) => {
    expect(takes(schemas.DecisionRequest, { action: 'approve', seen, [key]: value })).toBe(false);
  });

  it.each(['', '${execution.id}', 'a/b', 'a b', 'x'.repeat(101)])(
    'as a cancel call is refused with the id %j',
    (id) => {
      expect(takes(schemas.CancelRequest, { executionId: id, stageId: 'a', attempt: '1' })).toBe(false);
    },
  );
});

describe('the schema of a stage', () => {
  it.each([
    ['without steps', stage()],
    [
      'with every kind of step',
      withSteps(
        { setWeight: { weight: 10 } },
        { pause: { duration: 5, unit: 'minutes' } },
        { pause: { untilApproved: true } },
        { pause: { untilApproved: true, requiresRoles: ['release'] } },
        { pause: { untilApproved: true, notRequester: true } },
      ),
    ],
    [
      'with every policy',
      stage({
        ...{ onFailure: 'abort', onCancel: 'abort', onStall: 'abort', ifInProgress: 'reject' },
        onOutsidePromotion: 'abort',
        takeOwnership: true,
      }),
    ],
  ])('takes what the parser makes of one %s', (_case, written) => {
    expect(takes(deploymentSchema.DeploymentConfiguration, deploymentOf(written))).toBe(true);
  });
});
