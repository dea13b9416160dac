import { render, screen } from '@testing-library/react';
import { UIRouter, useSref } from '@uirouter/react';
import React from 'react';
import { applicationCreationPage } from '../../../frontend/deck/application-creation-page.tsx';
import { registerAll } from '../../../frontend/deck/registration.ts';
import { registerRootPage } from '../../../frontend/deck/root-page.ts';
import { deckRouter, forgetRouter } from './deck-router.ts';
import { applicationCreationPart, silentService } from './stage-part.tsx';

const page = applicationCreationPage(applicationCreationPart, silentService);

afterEach(forgetRouter);

describe('the page of who may create what, in the Deck that npm has', () => {
  it('is a state of its router, in the place of the whole page', () => {
    const { stateRegistry, stateService } = deckRouter();
    registerRootPage(page);
    expect(stateRegistry.get('home.gennakerApplicationCreation')).toMatchObject({
      views: { 'main@': { component: expect.any(Function), $type: 'react' } },
      data: { pageTitleMain: { label: 'Application creation' } },
    });
    expect(stateService.href('home.gennakerApplicationCreation')).toMatch(/\/application-creation$/);
  });

  it('says so where this Deck has no router that can be told of it', () => {
    expect(() => registerRootPage(page)).toThrow('This Deck has no get where a page is added.');
  });
});

describe('a link that Deck shows already while pages are registered', () => {
  it('is drawn once for all of them, and leads where it led', () => {
    const router = deckRouter();
    let drawn = 0;
    function Link(): JSX.Element {
      drawn += 1;
      return <a {...useSref('home.applications')}>Applications</a>;
    }
    render(
      <UIRouter router={router}>
        <Link />
      </UIRouter>,
    );
    drawn = 0;
    registerAll(
      ['one', 'two', 'three'].map((name) => ({
        name,
        register: () => registerRootPage({ name, path: `/${name}`, label: name, component: () => null }),
      })),
    );
    expect(router.stateService.href('home.three')).toMatch(/\/three$/);
    expect(drawn).toBe(1);
    expect(screen.getByText('Applications').getAttribute('href')).toMatch(/\/applications$/);
  });
});
