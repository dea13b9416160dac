import type { StageAttempt } from '../contract/orca.ts';

/** The database can't be reached, refuses us, or does not answer in time. Nothing is known of the last statement. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable' as const;
}

/** A later version has brought the tables up to date: what this one would write could be wrong there. */
export class StoreNewer extends Error {
  override readonly name = 'StoreNewer' as const;
  constructor(migrations: readonly string[], version: string) {
    super(
      `The database is of a later version than ${version}, which does not know its ${migrations.join(', ')}. Nothing was changed: start that version again, or restore the backup from before it.`,
    );
  }
}

/** Another replica may lead this deployment now, or it has ended: stop working on it, and write nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost' as const;
  constructor(replica: string, deploymentId: string) {
    super(`${replica} does not hold the lease of deployment ${deploymentId} any more.`);
  }
}

/** A decision or a later attempt came for a deployment that is unknown or has ended. */
export class DeploymentNotOpen extends Error {
  override readonly name = 'DeploymentNotOpen' as const;
  constructor(readonly deploymentId: string) {
    super(`Deployment ${deploymentId} is not open.`);
  }
}

/** Somebody else decided the same since its maker looked. */
export class DecisionOvertaken extends Error {
  override readonly name = 'DecisionOvertaken' as const;
  constructor(readonly deploymentId: string) {
    super(`Somebody else decided the same about deployment ${deploymentId} a moment ago.`);
  }
}

/** An attempt belongs to one deployment for ever. */
export class AttemptTaken extends Error {
  override readonly name = 'AttemptTaken' as const;
  constructor({ stageId, attempt }: StageAttempt) {
    super(`Attempt ${attempt} of stage ${stageId} belongs to another deployment.`);
  }
}

/** Secret data is to be written or read, and the service was given no key. */
export class SealingKeyMissing extends Error {
  override readonly name = 'SealingKeyMissing' as const;
  constructor(object: string) {
    super(`${object} holds data that is never stored in clear, and this service has no sealing key.`);
  }
}

/** The data was sealed under another key than those this service was given. */
export class SealingKeyWrong extends Error {
  override readonly name = 'SealingKeyWrong' as const;
  constructor(object: string, sealedUnder: string, given: readonly string[]) {
    super(`${object} was sealed under the key with fingerprint ${sealedUnder}; this service has ${given.join(', ')}.`);
  }
}

/** The right key, and yet the data does not open: it was changed, or belongs to another deployment or object. */
export class SealedDataDamaged extends Error {
  override readonly name = 'SealedDataDamaged' as const;
  constructor(object: string, cause: unknown) {
    super(`The sealed data of ${object} was changed since it was written, or was written for another object.`, {
      cause,
    });
  }
}

/** PGlite has room for one process: another one has this directory open. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse' as const;
  constructor(directory: string) {
    super(`${directory} is open in another process. PGlite serves one process; use PostgreSQL for several replicas.`);
  }
}

/** Whether the database refused a statement with this SQLSTATE. */
export function hasState(error: unknown, state: string): boolean {
  return error instanceof Error && 'code' in error && error.code === state;
}
