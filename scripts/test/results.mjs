import { existsSync, readFileSync } from 'node:fs';

/** A result is { title, passed, failed, skipped, seconds, why }: `why` is the sentence for what a count does not say. */
export function failure(title, why) {
  return { title, passed: 0, failed: 1, skipped: 0, seconds: 0, why };
}

/** Prints the summary, what was left out, and last the totals; returns the exit code. */
export function conclude(results, leftOut) {
  const all = results.some(({ passed, failed }) => passed + failed > 0)
    ? results
    : [...results, failure('nothing', 'No test ran, which proves nothing.')];
  console.log('');
  for (const one of all) console.log(summaryLine(one));
  for (const line of linesOf(leftOut)) console.log(`left out: ${line}`);
  const sum = (key) => all.reduce((total, one) => total + one[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') > 0 ? 1 : 0;
}

function summaryLine({ title, passed, failed, skipped, seconds, why }) {
  const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped`;
  return `${title.padEnd(10)}${counts} ${seconds.toFixed(1).padStart(7)} s${why === undefined ? '' : `  ${why}`}`;
}

/** Suites append one line for each thing they could not do on this machine; the same line counts once. */
function linesOf(file) {
  if (!existsSync(file)) return [];
  return [...new Set(readFileSync(file, 'utf8').split('\n'))].filter((line) => line.trim() !== '');
}
