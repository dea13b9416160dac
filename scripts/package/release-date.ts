import { spawnSync } from 'node:child_process';

/**
 * Of what is released, not of when it is packed: https://reproducible-builds.org/specs/source-date-epoch/, or else of the last
 * commit. Throws where neither is known.
 */
export function releaseDate(): Date {
  const given = process.env['SOURCE_DATE_EPOCH'];
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' });
  const seconds = given ?? stdout?.trim() ?? '';
  if (/^\d+$/.test(seconds)) return new Date(Number(seconds) * 1000);
  throw new Error(
    'When this was released is not known: there is no git history here. Set SOURCE_DATE_EPOCH, in seconds.',
  );
}
