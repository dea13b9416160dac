import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactStateDeclaration } from '@uirouter/react';
import { registerApplicationPage } from '../../../../frontend/deck/application-page.ts';
import { auditPage } from '../../../../frontend/deck/audit-page.tsx';
import { auditPart, silentService } from '../stage-part.tsx';
import { openPage, settled } from './open-page.tsx';

const mockStates: ReactStateDeclaration[] = [];

jest.mock('@spinnaker/core', () => ({
  registerApplicationState: (register: (provider: object) => void) =>
    register({ addChildState: (state: ReactStateDeclaration) => void mockStates.push(state) }),
  ApplicationDataSourceRegistry: { registerDataSource: () => undefined },
}));

describe('the page of the audit', () => {
  it('is given the filters of its address, and puts others there without being drawn anew', async () => {
    registerApplicationPage(auditPage(auditPart, silentService));
    const router = await openPage('/applications/shop/audit?actor=alice', mockStates);
    const shown = screen.getByRole('button');
    expect(shown).toHaveTextContent('audit of shop: ');
    expect(shown).toHaveTextContent('"actor":"alice"');
    await userEvent.click(shown);
    await settled();
    expect(router.urlService.url()).toBe('/applications/shop/audit?kind=refusal');
    expect(screen.getByRole('button')).toBe(shown);
    expect(shown).toHaveTextContent('"kind":"refusal"');
    expect(shown).not.toHaveTextContent('alice');
  });
});
