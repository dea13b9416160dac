import { appendFileSync } from 'node:fs';
import { whyNoImage } from '../../scripts/package/shared-libraries.ts';

/** Whether the image can be made here. In CI nothing may be left out, and elsewhere it is said what is. */
export function requireDebian(environment: NodeJS.ProcessEnv = process.env): boolean {
  const why = whyNoImage();
  if (why === undefined) return true;
  if (environment['CI'] === 'true') throw new Error(`In CI nothing may be left out: ${why}.`);
  const file = environment['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `the image: ${why}\n`);
  return false;
}
