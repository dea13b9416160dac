import type { Front50, ServiceAccount } from './gate/front50.ts';
import type { Ground } from './ground.ts';

export const automaticApplication = 'shop-jobs';

/** As Front50 has them: one for each standing that the page of service accounts knows, and some for each of the users. */
const serviceAccounts: readonly ServiceAccount[] = [
  { name: 'reports-robot', memberOf: ['dev'] },
  { name: 'release-robot', memberOf: ['release'] },
  { name: 'support-robot', memberOf: ['support'] },
  { name: 'oncall-robot', memberOf: ['oncall'] },
  { name: 'emptied-robot', memberOf: [] },
  { name: 'redeploy@managed-service-account', memberOf: ['release'] },
  { name: 'long-gone@managed-service-account', memberOf: ['dev'] },
];

export const projects = [
  {
    ...{ id: 'retail', name: 'retail', email: 'shop@example.com' },
    config: { applications: ['shop', automaticApplication], clusters: [], pipelineConfigs: [] },
  },
];

/** An application whose pipelines run by themselves, as each kind of identity. */
export function addAutomaticRuns(front50: Front50, { account }: Ground): void {
  front50.addApplication(automaticApplication, {
    email: 'shop@example.com',
    description: 'Pipelines that nobody starts',
    cloudProviders: 'kubernetes',
  });
  for (const { name, memberOf } of serviceAccounts) front50.saveServiceAccount(name, memberOf);
  const save = (id: string, type: string, runAsUser?: string, roles?: string[]): void => {
    const trigger = { type, source: id, enabled: true, ...(runAsUser === undefined ? {} : { runAsUser }) };
    const stages = [{ refId: '1', type: 'deployManifest', name: 'Deploy', cloudProvider: 'kubernetes', account }];
    const pipeline = { application: automaticApplication, id, name: id, triggers: [trigger], stages };
    front50.save({ ...pipeline, ...(roles === undefined ? {} : { roles }) }, 'alice@example.com');
  };
  save('nightly-report', 'webhook', 'reports-robot');
  save('support-digest', 'cron', 'support-robot');
  save('oncall-page', 'webhook', 'oncall-robot');
  save('clean-up', 'webhook', 'emptied-robot');
  save('import', 'webhook', 'forgotten-robot');
  save('careless', 'webhook');
  save('redeploy', 'webhook', 'redeploy@managed-service-account', ['release']);
}
