import { SETTINGS } from '@spinnaker/core';
import { fieldOf } from './field-of.ts';
import { logProblem } from './log.ts';

/** `window.spinnakerSettings.gennaker`, as docs/deck.md describes it. */
export interface GennakerSettings {
  /** Of the proxy in Gate's configuration that leads to the service. */
  readonly proxyId: string;
  /** Whether the stage is offered. */
  readonly stage: boolean;
  /** Whether applications are created in our dialog instead of Deck's. */
  readonly createApplication: boolean;
  /** Whether there is the page of who may create what, for admins. */
  readonly applicationCreation: boolean;
  /** Whether there is the page of what is wrong with the installation, for admins. */
  readonly doctor: boolean;
  /** Whether the audit is shown: a page of each application, and a section of the stage's details. */
  readonly audit: boolean;
  /** Whether each application has a page of what its pipelines may do. */
  readonly pipelinePermissions: boolean;
  /** Whether there are the pages of who may what: of each application, and of all. */
  readonly access: boolean;
  /** Whether there is the page of the service accounts. */
  readonly serviceAccounts: boolean;
}

/** Settings of the wrong type are said in the console, and their defaults hold. */
export function readSettings(settings: unknown = SETTINGS['gennaker']): GennakerSettings {
  return {
    proxyId: readProxyId(fieldOf(settings, 'proxyId')),
    stage: readFlag('stage', fieldOf(settings, 'stage')),
    createApplication: readFlag('createApplication', fieldOf(settings, 'createApplication')),
    applicationCreation: readFlag('applicationCreation', fieldOf(settings, 'applicationCreation')),
    doctor: readFlag('doctor', fieldOf(settings, 'doctor')),
    audit: readFlag('audit', fieldOf(settings, 'audit')),
    pipelinePermissions: readFlag('pipelinePermissions', fieldOf(settings, 'pipelinePermissions')),
    access: readFlag('access', fieldOf(settings, 'access')),
    serviceAccounts: readFlag('serviceAccounts', fieldOf(settings, 'serviceAccounts')),
  };
}

function readProxyId(value: unknown): string {
  if (value === undefined) return 'gennaker';
  if (typeof value === 'string' && /^[\w-]+$/.test(value)) return value;
  logProblem('settings-local.js: gennaker.proxyId must be the id of a proxy of Gate; "gennaker" is taken.', value);
  return 'gennaker';
}

function readFlag(key: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? true;
  logProblem(`settings-local.js: gennaker.${key} must be true or false; true is taken.`, value);
  return true;
}
