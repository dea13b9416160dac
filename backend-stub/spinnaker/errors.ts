/** Fiat could not say: closed port, 503, a late, broken or foreign answer. Means neither allowed nor denied; try again. */
export class AuthorizationsUnavailable extends Error {
  override readonly name = 'AuthorizationsUnavailable' as const;
}

/** Orca could not say whether an execution exists or what is in it. Nothing may be concluded about the execution. */
export class ExecutionsUnavailable extends Error {
  override readonly name = 'ExecutionsUnavailable' as const;
}

/** Clouddriver could not list its accounts. Costs a refusal the names of the roles, nothing else. */
export class AccountsUnavailable extends Error {
  override readonly name = 'AccountsUnavailable' as const;
}

/** Front50 could not say which applications there are. Says nothing about any of them. */
export class ApplicationsUnavailable extends Error {
  override readonly name = 'ApplicationsUnavailable' as const;
}

/** Front50 could not say which pipelines or service accounts there are. Nothing may be concluded about them. */
export class PipelinesUnavailable extends Error {
  override readonly name = 'PipelinesUnavailable' as const;
}

/** No whole answer came. Only seen inside this room, as the `cause` of the errors above. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer' as const;
  /** `no`: there was no connection, so nothing of the question can have arrived. */
  readonly delivered: 'no' | 'unknown';

  constructor(message: string, options: ErrorOptions & { readonly delivered?: NoAnswer['delivered'] } = {}) {
    super(message, options);
    this.delivered = options.delivered ?? 'unknown';
  }
}

export function isAuthorizationsUnavailable(error: unknown): error is AuthorizationsUnavailable {
  return error instanceof AuthorizationsUnavailable;
}

export function isExecutionsUnavailable(error: unknown): error is ExecutionsUnavailable {
  return error instanceof ExecutionsUnavailable;
}
