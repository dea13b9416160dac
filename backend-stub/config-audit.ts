import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ConfigReader } from './config-reader.ts';

export interface AuditSigning {
  /** Ed25519, private. */
  readonly signingKey: KeyObject;
  /** A segment is closed at so many rows, or when its first row is so many hours old. */
  readonly segmentRows: number;
  readonly segmentHours: number;
}

export function readAudit(root: ConfigReader): { readonly audit?: AuditSigning } {
  if (!root.has('audit')) return {};
  const audit = root.section('audit', ['signingKeyFile', 'segmentRows', 'segmentHours']);
  const pem = audit.secretFile('signingKeyFile');
  const signingKey = ed25519Key(pem);
  if (signingKey === undefined && pem !== '')
    audit.problem('signingKeyFile', 'must hold a private key as `openssl genpkey -algorithm ed25519` prints it');
  const segmentRows = audit.integer('segmentRows', 10_000, { least: 10, most: 1_000_000 });
  const segmentHours = audit.integer('segmentHours', 24, { least: 1, most: 720 });
  return signingKey === undefined ? {} : { audit: { signingKey, segmentRows, segmentHours } };
}

function ed25519Key(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
