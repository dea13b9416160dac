/** How many frames began in each whole second. */
export function perSecond(times: readonly number[]): readonly number[] {
  const [first = 0] = times;
  const last = times[times.length - 1] ?? first;
  const seconds = Math.floor((last - first) / 1000);
  return Array.from(
    { length: seconds },
    (_, second) => times.filter((time) => Math.floor((time - first) / 1000) === second).length,
  );
}
