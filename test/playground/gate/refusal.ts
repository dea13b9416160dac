/** Gate's answer to what it does not do, in the shape of Spinnaker's error handler. */
export class Refused extends Error {
  override name = 'Refused' as const;
  readonly status: number;
  readonly reason: string;

  constructor(status: 400 | 403 | 404 | 405, message: string) {
    super(message);
    this.status = status;
    this.reason = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed' }[status];
  }
}

export function errorBody(status: number, error: string, message: string): object {
  return { timestamp: new Date().toISOString(), status, error, message };
}
