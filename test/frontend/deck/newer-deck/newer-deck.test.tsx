import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeckPlugin, IStageTypeConfig } from '@spinnaker/core';
import { textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { deckPlugin } from '../../../../frontend/deck/plugin.ts';
import {
  accessPart,
  applicationCreationPart,
  auditPart,
  creationPart,
  doctorPart,
  pipelinePermissionsPart,
  serviceAccountsPart,
  silentService,
  stagePart,
} from '../stage-part.tsx';
import exported from './exports.json';

/** The registry of the newer Deck, as far as a plugin sees it. */
const mockRegistered: IStageTypeConfig[] = [];
const mockSettings: Record<string, unknown> = {};
const mockStates: unknown[] = [];
const mockRootStates: unknown[] = [];
const mockSources: unknown[] = [];
const mockInitializers: unknown[] = [];
const mockOverridden: string[] = [];
const mockDecksOwn = (name?: string): Promise<unknown> => Promise.resolve({ name: `Deck's own of ${name}` });
const mockModal = Object.assign(() => undefined, { show: mockDecksOwn });

jest.mock('@spinnaker/core', () => ({
  Registry: {
    pipeline: { registerStage: (stage: IStageTypeConfig) => void mockRegistered.push(stage) },
  },
  registerApplicationState: (register: (provider: object) => void) =>
    register({ addChildState: (state: unknown) => void mockStates.push(state) }),
  registerRootState: (register: (provider: object) => void) =>
    register({ addToRootState: (state: unknown) => void mockRootStates.push(state) }),
  get CreateApplicationModal() {
    return mockModal;
  },
  registerApplicationInitializer: (run: unknown) => void mockInitializers.push(run),
  overrideRegistrationQueue: { register: (_by: unknown, key: string) => void mockOverridden.push(key) },
  ApplicationDataSourceRegistry: { registerDataSource: (source: unknown) => void mockSources.push(source) },
  get SETTINGS() {
    return mockSettings;
  },
  ExecutionDetailsTasks: Object.assign(() => undefined, { title: 'taskStatus' }),
}));

const plugin = (): IDeckPlugin =>
  deckPlugin({
    stage: stagePart(),
    audit: auditPart,
    creation: creationPart,
    applicationCreation: applicationCreationPart,
    doctor: doctorPart,
    pipelinePermissions: pipelinePermissionsPart,
    access: accessPart,
    serviceAccounts: serviceAccountsPart,
    createService: () => silentService,
  });

function importedValues(): readonly string[] {
  const folder = join('frontend', 'deck');
  return readdirSync(folder).flatMap((file) => {
    const [, names = ''] =
      /import \{([^}]*)\} from '@spinnaker\/core'/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    return names.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  });
}

beforeEach(() => {
  for (const list of [mockRegistered, mockStates, mockRootStates, mockSources, mockInitializers, mockOverridden])
    list.length = 0;
  delete mockSettings['gennaker'];
  mockModal.show = mockDecksOwn;
});

describe('the plugin in the newer Deck', () => {
  it('uses only values that this Deck exports', () => {
    const used = importedValues();
    expect(used).toContain('REST');
    expect(used.filter((name) => !exported.includes(name))).toEqual([]);
  });

  it('registers its stage once', () => {
    plugin().initialize?.(plugin());
    expect(mockRegistered.map(({ key }) => key)).toEqual(['kubernetesProgressive']);
  });

  it('registers no stage where the operator switched it off', () => {
    mockSettings['gennaker'] = { stage: false };
    plugin().initialize?.(plugin());
    expect(mockRegistered).toEqual([]);
  });

  it('registers the page of the audit, with its filters as what may change in its address', () => {
    mockSettings['gennaker'] = { access: false, pipelinePermissions: false };
    plugin().initialize?.(plugin());
    expect(mockStates).toEqual([
      expect.objectContaining({
        name: 'gennakerAudit',
        url: '/audit?kind&actor',
        params: { kind: { dynamic: true }, actor: { dynamic: true } },
        views: { insight: { component: expect.any(Function), $type: 'react' } },
      }),
    ]);
    expect(mockSources).toEqual([
      expect.objectContaining({ key: 'gennakerAudit', label: 'Audit', sref: '.gennakerAudit', lazy: true }),
    ]);
  });

  it('registers the page of the permissions, with what is looked for as what may change in its address', () => {
    mockSettings['gennaker'] = { access: false, audit: false };
    plugin().initialize?.(plugin());
    expect(mockStates).toEqual([
      expect.objectContaining({
        name: 'gennakerPipelinePermissions',
        url: '/pipeline-permissions?pipeline&find',
        params: { pipeline: { dynamic: true }, find: { dynamic: true } },
      }),
    ]);
    expect(mockSources).toEqual([
      expect.objectContaining({ label: 'Pipeline permissions', sref: '.gennakerPipelinePermissions', lazy: true }),
    ]);
  });

  it('leads to it from each pipeline in the list and from its configuration', () => {
    plugin().initialize?.(plugin());
    expect(exported).toEqual(expect.arrayContaining(['registerApplicationInitializer', 'overrideRegistrationQueue']));
    expect(mockOverridden).toEqual(['PipelineExecutionGroup']);
    expect(mockInitializers).toHaveLength(1);
  });

  it('registers the page of who may what of each application, with an entry in its navigation', () => {
    mockSettings['gennaker'] = { audit: false, pipelinePermissions: false };
    plugin().initialize?.(plugin());
    expect(mockStates).toEqual([expect.objectContaining({ name: 'gennakerApplicationAccess', url: '/access' })]);
    expect(mockSources).toEqual([
      expect.objectContaining({ label: 'Access', sref: '.gennakerApplicationAccess', lazy: true }),
    ]);
  });

  it('gives each entry in the navigation of an application a picture of its own', () => {
    plugin().initialize?.(plugin());
    const pictures = mockSources.map((source) => textAt(source, 'iconName'));
    expect(pictures).toHaveLength(3);
    expect(new Set(pictures).size).toBe(3);
  });

  it('registers its pages of no application in the place of the whole page', () => {
    plugin().initialize?.(plugin());
    expect(exported).toContain('registerRootState');
    expect(mockRootStates).toEqual([
      {
        name: 'gennakerApplicationCreation',
        url: '/application-creation',
        views: { 'main@': { component: expect.any(Function), $type: 'react' } },
        data: { pageTitleMain: { label: 'Application creation' } },
      },
      {
        name: 'gennakerDoctor',
        url: '/gennaker-doctor',
        views: { 'main@': { component: expect.any(Function), $type: 'react' } },
        data: { pageTitleMain: { label: 'Gennaker doctor' } },
      },
      expect.objectContaining({ name: 'gennakerAccess', url: '/access?application&project' }),
      {
        name: 'gennakerServiceAccounts',
        url: '/service-accounts?account&find',
        params: { account: { dynamic: true }, find: { dynamic: true } },
        views: { 'main@': { component: expect.any(Function), $type: 'react' } },
        data: { pageTitleMain: { label: 'Service accounts' } },
      },
    ]);
  });

  it('registers no page where the operator switched them off', () => {
    mockSettings['gennaker'] = {
      ...{
        applicationCreation: false,
        doctor: false,
        audit: false,
        pipelinePermissions: false,
        serviceAccounts: false,
      },
      access: false,
    };
    plugin().initialize?.(plugin());
    expect([...mockStates, ...mockRootStates, ...mockSources, ...mockInitializers, ...mockOverridden]).toEqual([]);
  });

  it('creates applications in its own dialog, unless an operator switched that off', () => {
    mockSettings['gennaker'] = { createApplication: false };
    plugin().initialize?.(plugin());
    expect(mockModal.show).toBe(mockDecksOwn);
    delete mockSettings['gennaker'];
    plugin().initialize?.(plugin());
    expect(mockModal.show).not.toBe(mockDecksOwn);
  });

  it("opens Deck's own dialog with the name of the address when ours can not be shown, as where there is no ReactModal", async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    plugin().initialize?.(plugin());
    expect(await mockModal.show('web')).toEqual({ name: "Deck's own of web" });
    jest.restoreAllMocks();
  });
});
