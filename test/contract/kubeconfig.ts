import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../scratch-folder.ts';

/** A copy of a kubeconfig that asks another port of this machine. */
export function withPort(kubeconfig: string, port: number): string {
  return rewritten(kubeconfig, (text) => text.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
}

/** A copy with a token that nobody knows. */
export function withWrongToken(kubeconfig: string): string {
  return rewritten(kubeconfig, (text) => text.replace(/token: .*/, 'token: nobody-knows-this-token'));
}

/** A copy that trusts nobody but the authorities that Node knows. */
export function withoutAuthority(kubeconfig: string): string {
  return rewritten(kubeconfig, (text) => text.replace(/^ *certificate-authority: .*\n/m, ''));
}

/** A copy, rewritten. */
export function rewritten(kubeconfig: string, rewrite: (text: string) => string): string {
  const file = join(scratchFolder('kubeconfig'), 'kubeconfig');
  writeFileSync(file, rewrite(readFileSync(kubeconfig, 'utf8')));
  return file;
}
