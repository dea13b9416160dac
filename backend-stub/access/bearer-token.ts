/** Short enough to be tried out is no secret. */
const leastLength = 16;

/** What is wrong with a token that Orca is to show, without a word of it; undefined when nothing is. */
export function bearerTokenProblem(token: string): string | undefined {
  if (/\s/.test(token)) return 'must hold one token, without spaces or line ends in it';
  return token.length < leastLength ? `must hold at least ${leastLength} characters` : undefined;
}
