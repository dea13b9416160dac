import { ApplicationDataSourceRegistry } from '@spinnaker/core';
import { registerApplicationPage } from '../../../frontend/deck/application-page.ts';
import { auditPage } from '../../../frontend/deck/audit-page.tsx';
import { deckRouter, forgetRouter } from './deck-router.ts';
import { auditPart, silentService } from './stage-part.tsx';

const page = auditPage(auditPart, silentService);

afterEach(() => {
  forgetRouter();
  ApplicationDataSourceRegistry.removeDataSource('gennakerAudit');
});

describe('the page of the audit in the Deck that npm has', () => {
  it('is a state of its router in each place where an application is shown', () => {
    const { stateService } = deckRouter();
    registerApplicationPage(page);
    const parameters = { project: 'spring', application: 'shop', actor: 'alice' };
    expect(stateService.href('home.applications.application.gennakerAudit', parameters)).toMatch(
      /\/applications\/shop\/audit\?actor=alice$/,
    );
    expect(stateService.href('home.project.application.gennakerAudit', parameters)).toMatch(
      /\/projects\/spring\/applications\/shop\/audit\?actor=alice$/,
    );
  });

  it('has an entry in the navigation of each application, which keeps nothing waiting', () => {
    deckRouter();
    registerApplicationPage(page);
    expect(ApplicationDataSourceRegistry.getDataSources()).toContainEqual(
      expect.objectContaining({
        ...{ label: 'Audit', sref: '.gennakerAudit', iconName: 'history', category: 'delivery' },
        ...{ lazy: true, defaultData: [] },
      }),
    );
  });

  it.each([
    ['there is no router', undefined, 'This Deck has no get where a page is added.'],
    [
      'applications are shown elsewhere',
      ['home'],
      'This Deck has no home.applications.application and no home.project.application where a page is added.',
    ],
  ])('leads nowhere where %s, and says so', (_, parents, sentence) => {
    if (parents !== undefined) deckRouter(parents);
    expect(() => registerApplicationPage(page)).toThrow(sentence);
    expect(ApplicationDataSourceRegistry.getDataSources().map(({ key }) => key)).not.toContain('gennakerAudit');
  });
});
