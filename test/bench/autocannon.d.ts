/** The part of autocannon that is used here; the package has no types of its own. */
declare module 'autocannon' {
  namespace autocannon {
    interface Options {
      readonly url: string;
      readonly connections: number;
      readonly duration: number;
      readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
    }
    interface Result {
      readonly errors: number;
      readonly non2xx: number;
      readonly requests: { readonly total: number };
    }
    /** Client, status code, bytes, milliseconds. */
    type Response = [client: object, status: number, bytes: number, milliseconds: number];
    interface Instance extends PromiseLike<Result> {
      on(event: 'response', listener: (...response: Response) => void): this;
    }
  }
  function autocannon(options: autocannon.Options): autocannon.Instance;
  export = autocannon;
}
