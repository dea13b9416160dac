import { standardUsers, tokenOf, type ClusterUser } from '../../cluster/credentials.ts';
import { ApiRefusal } from './refusals.ts';

/** Who calls, by the tokens of `test/cluster`. Throws a 401. */
export function userOf(authorization: string | undefined): ClusterUser {
  const user = standardUsers.find(({ name }) => authorization === `Bearer ${tokenOf(name)}`);
  if (user === undefined) throw new ApiRefusal(401, 'Unauthorized', { reason: 'Unauthorized' });
  return user;
}
