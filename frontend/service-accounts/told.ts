import type { ServiceAccounts } from '../../backend-stub/contract/service-accounts.ts';
import type { Response } from '../service/request.ts';
import type { StageService } from '../service/stage-service.ts';

/** What Gate answers to `GET /auth/user/serviceAccounts`. Never rejects. */
export type ReadAccountNames = () => Promise<Response>;

/** By the stage service; without it, the names that Gate tells, and that all else is not known. Rejects where neither answers. */
export async function tellAccounts(
  service: Pick<StageService, 'serviceAccounts'>,
  readNames: ReadAccountNames,
): Promise<ServiceAccounts> {
  try {
    return await service.serviceAccounts();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'The stage service could not be asked.';
    const names = namesIn(await readNames());
    if (names === undefined) throw new Error(`${why} Gate does not say which service accounts you may use either.`);
    return {
      scope: 'yours',
      accounts: names.map((name) => ({ name, mayUse: true })),
      gaps: [`Only the names of those that you may use are known, from Gate. ${why}`],
    };
  }
}

function namesIn(response: Response): readonly string[] | undefined {
  if (response.kind !== 'answer' || response.status !== 200 || !Array.isArray(response.body)) return undefined;
  return response.body.filter((name) => typeof name === 'string');
}
