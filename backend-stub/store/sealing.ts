import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { objectName, recordAt, referenceOf, textAt, type KubernetesObject } from '../deployment/kubernetes-object.ts';
import type { Plan, PlannedObject } from '../deployment/record.ts';
import { joinSecret, splitSecret, type SecretPart } from '../deployment/secret-data.ts';
import { SealedDataDamaged, SealingKeyMissing, SealingKeyWrong } from './errors.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A plan as it lies in the database: every Secret without its data, which is beside it in an envelope. */
export interface SealedPlan extends Omit<Plan, 'objects'> {
  readonly objects: readonly SealedObject[];
}

export interface SealedObject extends PlannedObject {
  readonly sealed?: Envelope;
}

export interface Envelope {
  /** Fingerprint of the key, so that a wrong key is told from damaged data. */
  readonly key: string;
  /** Base64 of nonce, ciphertext and tag. */
  readonly content: string;
}

interface SealingKey {
  readonly bytes: Uint8Array;
  readonly fingerprint: string;
}

/** How Secret data comes out of a plan. */
export type Opening = Pick<Sealing, 'open'>;

/** Leaves it there: for who only tells of a plan, and where the key is lost. */
export const leftSealed: Opening = {
  open: ({ objects, ...plan }) => ({ ...plan, objects: objects.map(({ sealed: _left, ...planned }) => planned) }),
};

/** Seals and opens the Secret data of plans with AES-256-GCM, each bound to its deployment and object. */
export class Sealing {
  readonly #first: SealingKey | undefined;
  readonly #byFingerprint: ReadonlyMap<string, SealingKey>;

  /** 32 bytes each: the first seals, all of them open. Without one, plans that hold Secret data are refused. */
  constructor(keys: readonly Uint8Array[]) {
    const ring = keys.map((bytes): SealingKey => {
      if (bytes.length !== 32) throw new RangeError(`A sealing key has 32 bytes, not ${bytes.length}.`);
      return { bytes, fingerprint: fingerprint(bytes) };
    });
    this.#first = ring[0];
    this.#byFingerprint = new Map(ring.map((key) => [key.fingerprint, key]));
  }

  /** Of the keys that were given, in their order. */
  get fingerprints(): readonly string[] {
    return [...this.#byFingerprint.keys()];
  }

  seal(plan: Plan, deploymentId: string): SealedPlan {
    return { ...plan, objects: plan.objects.map((planned) => this.#sealObject(planned, deploymentId)) };
  }

  open({ objects, ...plan }: SealedPlan, deploymentId: string): Plan {
    return { ...plan, objects: objects.map((planned) => this.#openObject(planned, deploymentId)) };
  }

  /** The plan with everything sealed under the first key that a known one opens; the rest is as it was. */
  sealAnew(plan: SealedPlan, deploymentId: string): SealedPlan {
    const anew = (planned: SealedObject): SealedObject =>
      this.#isKnown(planned) ? this.#sealObject(this.#openObject(planned, deploymentId), deploymentId) : planned;
    return { ...plan, objects: plan.objects.map(anew) };
  }

  #isKnown({ sealed }: SealedObject): boolean {
    return sealed !== undefined && this.#byFingerprint.has(sealed.key);
  }

  #sealObject(planned: PlannedObject, deploymentId: string): SealedObject {
    const split = splitSecret(planned.object);
    if (split === undefined) return planned;
    const key = this.#first;
    if (key === undefined) throw new SealingKeyMissing(nameOf(planned.object));
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
    cipher.setAAD(boundTo(split.clear, deploymentId));
    const text = Buffer.concat([cipher.update(JSON.stringify(split.secret), 'utf8'), cipher.final()]);
    const content = Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64');
    return { ...planned, object: split.clear, sealed: { key: key.fingerprint, content } };
  }

  #openObject({ sealed, ...planned }: SealedObject, deploymentId: string): PlannedObject {
    if (sealed === undefined) return planned;
    const name = nameOf(planned.object);
    const key = this.#byFingerprint.get(sealed.key);
    if (this.#first === undefined) throw new SealingKeyMissing(name);
    if (key === undefined) throw new SealingKeyWrong(name, sealed.key, this.fingerprints);
    const secret = decrypt(sealed, key.bytes, { object: planned.object, deploymentId });
    return { ...planned, object: joinSecret({ clear: planned.object, secret }) };
  }
}

/** `object`: what lies beside the envelope in clear. */
function decrypt(
  { content }: Envelope,
  key: Uint8Array,
  bound: { object: KubernetesObject; deploymentId: string },
): SecretPart {
  const bytes = Buffer.from(content, 'base64');
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(boundTo(bound.object, bound.deploymentId));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return secretPart(JSON.parse(text.toString('utf8')));
  } catch (cause) {
    throw new SealedDataDamaged(nameOf(bound.object), cause);
  }
}

/** Authenticated, so exactly what was sealed; anything else is damage. */
function secretPart(value: unknown): SecretPart {
  const fields = recordAt(value, 'fields');
  const lastApplied = textAt(value, 'lastApplied');
  return lastApplied === undefined ? { fields } : { fields, lastApplied };
}

function boundTo(object: KubernetesObject, deploymentId: string): Buffer {
  const { kind, namespace, name } = referenceOf(object);
  return Buffer.from(JSON.stringify([deploymentId, kind, namespace ?? '', name]));
}

function nameOf(object: KubernetesObject): string {
  return objectName(referenceOf(object));
}

function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('gennaker sealing key\n').update(key).digest('hex').slice(0, 16);
}
