import { ApplicationDataSourceRegistry, ReactInjector } from '@spinnaker/core';
import { registerApplicationPage } from '../../../frontend/deck/application-page.ts';
import { auditPage } from '../../../frontend/deck/audit-page.tsx';
import { auditPart, silentService } from './stage-part.tsx';

const page = auditPage(auditPart, silentService);

afterEach(() => {
  Reflect.set(ReactInjector, '$injector', undefined);
  ApplicationDataSourceRegistry.removeDataSource('gennakerAudit');
});

describe('the page of the audit in the Deck that npm has', () => {
  it('is given to the provider that AngularJS hands out', () => {
    const states: unknown[] = [];
    const providers: Readonly<Record<string, unknown>> = {
      applicationState: { addChildState: (state: unknown) => void states.push(state) },
    };
    Reflect.set(ReactInjector, '$injector', { get: (name: string) => providers[name] });
    registerApplicationPage(page);
    expect(states).toEqual([expect.objectContaining({ name: 'gennakerAudit', url: '/audit?kind&actor' })]);
  });

  it('has an entry in the navigation of each application, which keeps nothing waiting', () => {
    Reflect.set(ReactInjector, '$injector', { get: () => ({ addChildState: () => undefined }) });
    registerApplicationPage(page);
    expect(ApplicationDataSourceRegistry.getDataSources()).toContainEqual(
      expect.objectContaining({
        ...{ label: 'Audit', sref: '.gennakerAudit', iconName: 'history', category: 'delivery' },
        ...{ lazy: true, defaultData: [] },
      }),
    );
  });

  it('leads nowhere where this Deck knows no way to add it, and says so', () => {
    expect(() => registerApplicationPage(page)).toThrow('This Deck has no get where a page is added.');
    expect(ApplicationDataSourceRegistry.getDataSources().map(({ key }) => key)).not.toContain('gennakerAudit');
  });
});
