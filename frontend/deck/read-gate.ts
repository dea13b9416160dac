import { REST } from '@spinnaker/core';
import type { InstanceFacts } from '../access/instance.ts';
import type { GateFacts } from '../pipeline-permissions/gate-facts.ts';
import type { Response } from '../service/request.ts';
import { answered } from './requests.ts';

/** What Gate says about an application and all accounts, as it says it to whoever is logged in. Never rejects. */
export async function readGate(application: string): Promise<GateFacts> {
  const [pipelines, credentials, attributes, user, serviceAccounts] = await Promise.all([
    answered(REST('/applications').path(application, 'pipelineConfigs').get()),
    answered(REST('/credentials').query({ expand: true }).get()),
    answered(REST('/applications').path(application).query({ expand: false }).get()),
    answered(REST('/auth/user').get()),
    answered(REST('/auth/user/serviceAccounts').query({ application }).get()),
  ]);
  return { pipelines, credentials, application: attributes, user, serviceAccounts };
}

/** Names of the service accounts that whoever is logged in may use. Never rejects. */
export function readAccountNames(): Promise<Response> {
  return answered(REST('/auth/user/serviceAccounts').get());
}

/** What Gate says of the whole installation. Never rejects. */
export async function readInstance(): Promise<InstanceFacts> {
  const [projects, credentials] = await Promise.all([
    answered(REST('/projects').get()),
    answered(REST('/credentials').query({ expand: true }).get()),
  ]);
  return { projects, credentials };
}
