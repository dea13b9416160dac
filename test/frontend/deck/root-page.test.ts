import { ReactInjector } from '@spinnaker/core';
import { applicationCreationPage } from '../../../frontend/deck/application-creation-page.tsx';
import { registerRootPage } from '../../../frontend/deck/root-page.ts';
import { applicationCreationPart, silentService } from './stage-part.tsx';

const page = applicationCreationPage(applicationCreationPart, silentService);

afterEach(() => void Reflect.set(ReactInjector, '$injector', undefined));

describe('the page of who may create what, in the Deck that npm has', () => {
  it('is given to the provider of its root that AngularJS hands out', () => {
    const states: unknown[] = [];
    const providers: Readonly<Record<string, unknown>> = {
      stateConfig: { addToRootState: (state: unknown) => void states.push(state) },
    };
    Reflect.set(ReactInjector, '$injector', { get: (name: string) => providers[name] });
    registerRootPage(page);
    expect(states).toEqual([
      expect.objectContaining({ name: 'gennakerApplicationCreation', url: '/application-creation' }),
    ]);
  });

  it('says so where this Deck knows no way to add it', () => {
    Reflect.set(ReactInjector, '$injector', { get: () => ({}) });
    expect(() => registerRootPage(page)).toThrow('This Deck has no addToRootState where a page is added.');
  });
});
