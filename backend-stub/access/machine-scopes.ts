/** What a machine may do at all; what its service account may do, Fiat says besides. */
export const machineScopes = ['deployments:run', 'infrastructure:read', 'administer'] as const;
export type MachineScope = (typeof machineScopes)[number];

/** The one table: the scope that each route needs. A route without a row is not served. */
export const machineRoutes = {
  'GET /v1/machines/accounts': 'infrastructure:read',
  'GET /v1/machines/deployments': 'deployments:run',
  'GET /v1/machines/deployments/:id': 'deployments:run',
  'POST /v1/machines/deployments': 'deployments:run',
  'POST /v1/machines/deployments/:id/cancel': 'deployments:run',
  'POST /v1/machines/plan': 'deployments:run',
  'GET /v1/machines/audit': 'administer',
} as const satisfies Readonly<Record<string, MachineScope>>;

export type MachineRoute = keyof typeof machineRoutes;

export function isMachineRoute(route: string): route is MachineRoute {
  return Object.hasOwn(machineRoutes, route);
}
