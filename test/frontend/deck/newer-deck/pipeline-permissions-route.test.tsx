import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactStateDeclaration } from '@uirouter/react';
import { registerApplicationPage } from '../../../../frontend/deck/application-page.ts';
import { pipelinePermissionsPage } from '../../../../frontend/deck/pipeline-permissions-page.tsx';
import { pipelinePermissionsPart, silentService } from '../stage-part.tsx';
import { openPage, settled } from './open-page.tsx';

const mockStates: ReactStateDeclaration[] = [];

jest.mock('@spinnaker/core', () => ({
  registerApplicationState: (register: (provider: object) => void) =>
    register({ addChildState: (state: ReactStateDeclaration) => void mockStates.push(state) }),
  ApplicationDataSourceRegistry: { registerDataSource: () => undefined },
}));

describe('the page of the permissions of pipelines', () => {
  it('is given its address, and puts the opened pipeline there without being drawn anew', async () => {
    registerApplicationPage(pipelinePermissionsPage(pipelinePermissionsPart, silentService));
    const router = await openPage('/applications/shop/pipeline-permissions?find=web', mockStates);
    const shown = screen.getByRole('button');
    expect(shown).toHaveTextContent(/permissions of shop: .*"find":"web"/);
    await userEvent.click(shown);
    await settled();
    expect(router.urlService.url()).toBe('/applications/shop/pipeline-permissions?pipeline=p1');
    expect(screen.getByRole('button')).toBe(shown);
  });
});
