import { readSettings } from '../../../frontend/deck/settings.ts';

let logged: string[];

beforeEach(() => {
  logged = [];
  jest.spyOn(console, 'error').mockImplementation((text: unknown) => void logged.push(String(text)));
});
afterEach(() => jest.restoreAllMocks());

describe('the settings', () => {
  it('have defaults for an installation that says nothing', () => {
    expect(readSettings(undefined)).toEqual({ proxyId: 'gennaker', stage: true, audit: true });
    expect(logged).toEqual([]);
  });

  it('are taken as they are written', () => {
    const written = { proxyId: 'rollouts', stage: false, audit: false };
    expect(readSettings(written)).toEqual(written);
  });

  it.each([
    [{ proxyId: 7 }, 'gennaker.proxyId'],
    [{ proxyId: '../elsewhere' }, 'gennaker.proxyId'],
    [{ stage: 'no' }, 'gennaker.stage'],
    [{ audit: 0 }, 'gennaker.audit'],
  ])('of the wrong kind are named, and do not hold: %j', (settings, named) => {
    expect(readSettings(settings)).toEqual({ proxyId: 'gennaker', stage: true, audit: true });
    expect(logged).toEqual([expect.stringContaining(named)]);
  });
});
