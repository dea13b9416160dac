import { createEvent, fireEvent, screen } from '@testing-library/react';
import React from 'react';
import { withoutPrefixes } from '../../../backend-stub/contract/effective-permissions.ts';
import { askingDelay } from '../../../frontend/create-application/use-answer.ts';
import { saysTheSame } from '../../../frontend/create-application/use-steady.ts';
import { beginAnew, field, press, putBack, settle, show, type } from './shown-dialog.tsx';
import { answer, creationAnswer } from './told-host.ts';

beforeEach(beginAnew);
afterEach(putBack);

describe('a key in the name', () => {
  it('asks no validator of a cloud provider: they are asked once, in the pause', async () => {
    const checked: string[] = [];
    const checkName = async (name: string) => {
      checked.push(name);
      return { errors: [{ provider: 'kubernetes', message: 'no underscores' }], warnings: [] };
    };
    await show({ checkName });
    for (const name of ['w', 'we', 'we_', 'we_b']) type('Name *', name);
    await settle();
    expect(checked).toEqual([]);
    await settle(askingDelay);
    expect(checked).toEqual(['we_b']);
    expect(screen.getByText('kubernetes: no underscores')).toBeInTheDocument();
  });

  it('is waited for from when it was pressed, however long the page took to get to it', async () => {
    const { asked } = await show();
    const before = asked.length;
    const key = createEvent.change(field('Name *'), { target: { value: 'web' } });
    Object.defineProperty(key, 'timeStamp', { value: performance.now() - 100 });
    // Not through the testing library, which draws after the event; React draws within it.
    field('Name *').dispatchEvent(key);
    await settle(askingDelay - 101);
    expect(asked.slice(before)).toEqual([]);
    await settle(1);
    expect(asked.slice(before)).toEqual(['web']);
  });

  it('draws no field below that says the same as before', async () => {
    let drawn = 0;
    const ProviderFields = (): JSX.Element => {
      drawn += 1;
      return <span />;
    };
    await show({ ProviderFields });
    const before = drawn;
    for (const name of ['w', 'we', 'web']) type('Name *', name);
    await settle(askingDelay);
    await settle();
    expect(drawn).toBe(before);
    press('Add a role');
    fireEvent.click(screen.getByLabelText('Enable re-run button on active pipelines'));
    expect(drawn).toBeGreaterThan(before);
  });

  it('leaves the place of the verdict as high as it was, so that nothing below moves as somebody types', async () => {
    await show({}, undefined, 'web');
    await settle(askingDelay);
    const box = (): Element | null => document.querySelector('.gennaker-create-verdict .gennaker-notice');
    const verdict = box();
    expect(verdict).toHaveTextContent('You may create web.');
    type('Name *', 'web-two');
    expect(box()).toBe(verdict);
    expect(verdict).toHaveTextContent('Asking whether you may create it…');
  });
});

describe('where Fiat is slow', () => {
  it('it is said that it is still asked, Create can be pressed, and answers that come late are about nothing any more', async () => {
    const answers = new Map<string, () => void>();
    const { host } = await show(
      { application: async () => answer({}, 404) },
      (name) =>
        new Promise((resolve) => {
          answers.set(name, () => resolve(creationAnswer(name, { verdict: 'denied', sentence: `not ${name}` })));
        }),
    );
    type('Owner Email *', 'x@example.com');
    for (const name of ['one', 'two', 'three']) {
      type('Name *', name);
      await settle(askingDelay);
    }
    for (const name of ['two', 'one']) answers.get(name)?.();
    await settle();
    expect(screen.getByText('Asking whether you may create it…')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Create' })).toBeEnabled();
    answers.get('three')?.();
    await settle();
    expect(screen.getByText('not three')).toBeInTheDocument();
    press('Create');
    await settle();
    expect(host.sent.map(({ application }) => application)).toEqual(['three']);
  });
});

describe('a name that is hard', () => {
  it.each([
    [
      'with capital letters',
      'Shop-Web',
      'It will be created as shop-web: Spinnaker knows no capital letters in names.',
    ],
    ['of more than 100 characters', 'x'.repeat(101), 'A name has at most 100 characters.'],
    ['with accents', 'größe', 'A name has letters, digits and dashes without accents, and no spaces or slashes.'],
    [
      'in another script',
      'магазин',
      'A name has letters, digits and dashes without accents, and no spaces or slashes.',
    ],
    ['with a star', 'shop*', 'A star stands for more names in a prefix, and in no name.'],
  ])('%s is answered with one sentence below it', async (_what, name, sentence) => {
    await show();
    type('Name *', name);
    await settle(askingDelay);
    expect(screen.getByText(sentence)).toBeInTheDocument();
  });

  it.each([63, 64, 100])('of %i characters is asked about', async (length) => {
    const { asked } = await show();
    type('Name *', 'x'.repeat(length));
    await settle(askingDelay);
    expect(asked).toEqual(['x'.repeat(length)]);
    expect(field('Name *')).toHaveAttribute('aria-invalid', 'false');
  });
});

describe('what says the same', () => {
  it.each([
    [{ READ: ['a', 'b'] }, { READ: ['a', 'b'] }, true],
    [{ READ: ['a', 'b'] }, { READ: ['b', 'a'] }, false],
    [{ READ: ['a'] }, { READ: ['a'], WRITE: [] }, false],
    [{ READ: ['a'] }, { WRITE: ['a'] }, false],
    [[], {}, false],
    [withoutPrefixes, { ...withoutPrefixes, prefixes: [] }, true],
  ])('of %j and %j: %s', (one, other, same) => {
    expect(saysTheSame(one, other)).toBe(same);
  });
});
