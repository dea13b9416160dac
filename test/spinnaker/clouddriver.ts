import { SmallService } from './small-service.ts';

/** READ, WRITE, … to roles, as an operator typed them; `{}` is an account that nobody is kept from. */
export type AccountPermissions = Readonly<Record<string, readonly string[]>>;

export interface SmallClouddriver {
  readonly url: string;
  readonly service: SmallService;
  close(): Promise<void>;
}

/**
 * A small Clouddriver: `GET /credentials`. The fields are those of its CredentialsController and of a Kubernetes account, read in source and not
 * recorded; a reader may rely on `name` and `permissions` only.
 */
export async function startClouddriver(
  accounts: Readonly<Record<string, AccountPermissions>>,
): Promise<SmallClouddriver> {
  const service = await SmallService.start(({ path }) =>
    path.split('?')[0] === '/credentials'
      ? { status: 200, body: Object.entries(accounts).map(([name, permissions]) => account(name, permissions)) }
      : { status: 404, body: { status: 404, error: 'Not Found' } },
  );
  return { url: service.url, service, close: () => service.close() };
}

function account(name: string, permissions: AccountPermissions): unknown {
  return {
    name,
    environment: name,
    accountType: name,
    cloudProvider: 'kubernetes',
    type: 'kubernetes',
    providerVersion: 'v2',
    requiredGroupMembership: [],
    permissions,
    challengeDestructiveActions: false,
    primaryAccount: false,
  };
}
