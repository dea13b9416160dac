import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 10 characters of time and 16 of chance, as Orca names executions and stages. */
export function ulid(milliseconds: number): string {
  let time = '';
  for (let rest = milliseconds; time.length < 10; rest = Math.floor(rest / 32)) time = letter(rest % 32) + time;
  return time + [...randomBytes(16)].map((byte) => letter(byte % 32)).join('');
}

function letter(index: number): string {
  return alphabet.charAt(index);
}
