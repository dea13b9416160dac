import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { TlsOptions } from 'node:tls';

/** What a listener shows and asks for, as PEM. Holds a secret: never to be logged. */
export interface TlsMaterial {
  /** Its own certificate, and those between it and its authority. */
  readonly certificate: string;
  readonly key: string;
  /** Where given, whoever calls has to show a certificate of one of these authorities. */
  readonly clientCa?: string;
}

export interface TlsProblem {
  readonly file: 'certificateFile' | 'keyFile' | 'clientCaFile';
  readonly sentence: string;
}

/** Why a listener could not use it; undefined when it can. Nothing of the key is told. */
export function tlsProblem({ certificate, key, clientCa }: TlsMaterial): TlsProblem | undefined {
  const own = tried(() => new X509Certificate(certificate));
  if (own === undefined) return { file: 'certificateFile', sentence: 'must hold a certificate (PEM)' };
  const privateKey = tried(() => createPrivateKey(key));
  if (privateKey === undefined)
    return { file: 'keyFile', sentence: 'must hold a private key without a password (PEM)' };
  if (!own.checkPrivateKey(privateKey)) return { file: 'keyFile', sentence: 'holds the key of another certificate' };
  if (clientCa !== undefined && tried(() => new X509Certificate(clientCa)) === undefined)
    return { file: 'clientCaFile', sentence: 'must hold the certificate of an authority (PEM)' };
  return undefined;
}

export function tlsOptions({ certificate, key, clientCa }: TlsMaterial): TlsOptions {
  const shown = { cert: certificate, key, minVersion: 'TLSv1.2' } as const;
  return clientCa === undefined ? shown : { ...shown, ca: clientCa, requestCert: true, rejectUnauthorized: true };
}

/** What the library says of broken PEM helps nobody. */
function tried<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
