/** The error that a promise was rejected with; a promise that was kept fails the test. */
export async function thrown(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('something that is no Error was thrown', { cause: error });
  }
  throw new Error('nothing was thrown');
}
