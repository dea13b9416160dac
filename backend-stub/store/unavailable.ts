import { StoreUnavailable } from './errors.ts';

/**
 * SQLSTATE classes and codes that speak of the server's state and not of our statement
 * (PostgreSQL manual, appendix A): connection, authorization, no such database, resources, operator intervention,
 * a standby after a failover, and our own time limits.
 */
const unavailableClasses: ReadonlySet<string> = new Set(['08', '28', '3D', '53', '57', '58']);
const unavailableCodes: ReadonlySet<string> = new Set(['25006', '25P03', '55P03']);

/** A failed statement as the room throws it: `StoreUnavailable` when the database is the reason, else as it came. */
export function statementFailure(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof TypeError) return error;
  const state = sqlState(error);
  if (state !== undefined && !speaksOfServer(state)) return error;
  return unavailable(error);
}

export function unavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(`The database does not answer: ${reasonOf(cause)}`, { cause });
}

/** Errors that the server sent have a severity; those of sockets and of the driver have none. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function speaksOfServer(state: string): boolean {
  return unavailableClasses.has(state.slice(0, 2)) || unavailableCodes.has(state);
}

/** An AggregateError, one error for each address of a host, has no message of its own. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
