/** The service, or Gate on its behalf, answered that this may not or can not be done. The message is its sentence. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused';
  /** The service's word for the reason (`stale`, `not-allowed`…), or `unknown` when Gate refused by itself. */
  readonly reason: string;

  constructor(reason: string, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.reason = reason;
  }
}

/** Nobody answered in time, or something between here and the service is broken: it is not known what happened. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

/** Gate no longer knows who this is. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

/** An answer came that this version of the plugin can not read: plugin and service are of different versions. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}
