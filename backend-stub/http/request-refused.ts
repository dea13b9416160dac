/** A request whose form alone is wrong: said before anybody asked what it wants. `message` is a part of a sentence. */
export class RequestRefused extends Error {
  override name = 'RequestRefused' as const;
  readonly statusCode: number;

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}
