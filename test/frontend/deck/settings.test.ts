import { readSettings } from '../../../frontend/deck/settings.ts';

const on = {
  stage: true,
  createApplication: true,
  applicationCreation: true,
  doctor: true,
  audit: true,
  pipelinePermissions: true,
  serviceAccounts: true,
  access: true,
};
const defaults = { proxyId: 'gennaker', ...on };
let logged: string[];

beforeEach(() => {
  logged = [];
  jest.spyOn(console, 'error').mockImplementation((text: unknown) => void logged.push(String(text)));
});
afterEach(() => jest.restoreAllMocks());

describe('the settings', () => {
  it('have defaults for an installation that says nothing', () => {
    expect(readSettings(undefined)).toEqual(defaults);
    expect(logged).toEqual([]);
  });

  it('are taken as they are written', () => {
    const written = {
      proxyId: 'rollouts',
      stage: false,
      createApplication: false,
      applicationCreation: false,
      doctor: false,
      audit: false,
      pipelinePermissions: false,
      serviceAccounts: false,
      access: false,
    };
    expect(readSettings(written)).toEqual(written);
  });

  it.each([
    [{ proxyId: 7 }, 'gennaker.proxyId'],
    [{ proxyId: '../elsewhere' }, 'gennaker.proxyId'],
    [{ stage: 'no' }, 'gennaker.stage'],
    [{ createApplication: null }, 'gennaker.createApplication'],
    [{ applicationCreation: 1 }, 'gennaker.applicationCreation'],
    [{ doctor: 'on' }, 'gennaker.doctor'],
    [{ audit: 0 }, 'gennaker.audit'],
    [{ pipelinePermissions: null }, 'gennaker.pipelinePermissions'],
    [{ serviceAccounts: null }, 'gennaker.serviceAccounts'],
    [{ access: 'yes' }, 'gennaker.access'],
  ])('of the wrong kind are named, and do not hold: %j', (settings, named) => {
    expect(readSettings(settings)).toEqual(defaults);
    expect(logged).toEqual([expect.stringContaining(named)]);
  });
});
