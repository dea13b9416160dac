import type { Response } from '../service/request.ts';

/** What Gate says, each as it came: one that fails leaves the others. */
export interface GateFacts {
  readonly pipelines: Response;
  /** Accounts with the roles that they name. */
  readonly credentials: Response;
  readonly application: Response;
  /** Who is logged in, with roles. */
  readonly user: Response;
  /** Names of those that this person may use. */
  readonly serviceAccounts: Response;
}

/** Never rejects. */
export type ReadGate = (application: string) => Promise<GateFacts>;
