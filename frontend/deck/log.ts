/** Into the browser's console, which is where Deck's own failures are looked for. Never with what a person typed or a cluster holds. */
export function logProblem(what: string, cause: unknown): void {
  console.error(`[Gennaker] ${what}`, cause);
}
