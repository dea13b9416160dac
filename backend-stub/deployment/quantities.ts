import { isRecord } from './kubernetes-object.ts';

/**
 * Kubernetes writes every quantity in one canonical form: `2048Mi` as `2Gi`, `2000m` as `2`, `0.5` as `500m`. The
 * Rollouts controller writes the object back that way, which makes it the owner of the field: what a later apply leaves
 * out then stays, and a template that is put back has another hash (both measured). So we send them canonical.
 */
export function canonicalQuantities(template: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, canonicalField(key, value)]));
}

/** Maps of resource name to quantity, and single quantities, of a pod template. */
const maps: ReadonlySet<string> = new Set(['limits', 'requests', 'overhead']);
const fields: ReadonlySet<string> = new Set(['sizeLimit', 'divisor']);

function canonicalField(key: string, value: unknown): unknown {
  if (fields.has(key)) return canonicalQuantity(value);
  if (Array.isArray(value)) return value.map((item) => canonicalField('', item));
  if (!isRecord(value)) return value;
  if (!maps.has(key)) return canonicalQuantities(value);
  return Object.fromEntries(Object.entries(value).map(([name, quantity]) => [name, canonicalQuantity(quantity)]));
}

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** What is no quantity, or is finer than Kubernetes keeps them (nano), stays as it is: the API server judges it. */
export function canonicalQuantity(value: unknown): unknown {
  const written = read(value);
  if (written === undefined) return value;
  const { digits, scale, suffix } = written;
  const text = suffix.endsWith('i') ? binary(digits, scale, suffix) : decimal(digits, scale, suffix);
  if (text === undefined) return value;
  return written.negative && text !== '0' ? `-${text}` : text;
}

interface Written {
  readonly negative: boolean;
  readonly digits: bigint;
  /** By what the digits are to be divided: 10 for one decimal place, 100 for two. */
  readonly scale: bigint;
  readonly suffix: string;
}

function read(value: unknown): Written | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const { sign = '', whole = '', fraction = '', suffix = '' } = syntax.exec(String(value))?.groups ?? {};
  if (whole + fraction === '') return undefined;
  return { negative: sign === '-', digits: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length), suffix };
}

/** k8s.io/apimachinery/pkg/api/resource, without the exponents (`1e3`), which are canonical as they are. */
const syntax = /^(?<sign>[+-]?)(?<whole>\d*)\.?(?<fraction>\d*)(?<suffix>|[numkMGTPE]|[KMGTPE]i)$/;

function binary(digits: bigint, scale: bigint, suffix: string): string | undefined {
  const bytes = digits * 1024n ** BigInt(binarySuffixes.findIndex((known) => known === suffix));
  if (bytes % scale !== 0n) return undefined;
  const value = bytes / scale;
  // apimachinery's rule: below 1024 the decimal form is used.
  return value < 1024n ? decimal(value, 1n, '') : withSuffix(value, 1024n, binarySuffixes);
}

function decimal(digits: bigint, scale: bigint, suffix: string): string | undefined {
  const nano = digits * 1000n ** BigInt(decimalSuffixes.findIndex((known) => known === suffix));
  return nano % scale === 0n ? withSuffix(nano / scale, 1000n, decimalSuffixes) : undefined;
}

/** The largest suffix with which the number stays whole. */
function withSuffix(value: bigint, base: bigint, suffixes: readonly string[]): string {
  if (value === 0n) return '0';
  let index = 0;
  let rest = value;
  while (index < suffixes.length - 1 && rest % base === 0n) {
    rest /= base;
    index += 1;
  }
  return `${rest}${suffixes[index] ?? ''}`;
}

/** In cores, bytes or pieces; undefined for what is no quantity. Good for comparing, not for sending. */
export function quantityNumber(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = read(value);
  if (written === undefined) return exponent.test(String(value)) ? Number(value) : undefined;
  const { negative, digits, scale, suffix } = written;
  const factor = suffix.endsWith('i')
    ? 1024 ** binarySuffixes.findIndex((known) => known === suffix)
    : 1000 ** (decimalSuffixes.findIndex((known) => known === suffix) - decimalSuffixes.indexOf(''));
  const number = (Number(digits) / Number(scale)) * factor;
  return negative ? -number : number;
}

const exponent = /^[+-]?\d+\.?\d*[eE][+-]?\d+$/;

/** A number as people write quantities of this kind: `500m` of cpu, `1Gi` of memory, `3` pods. Rounded up. */
export function quantityText(number: number, kind: string): string {
  if (kind.endsWith('memory') || kind.endsWith('storage'))
    return number === 0 ? '0' : String(canonicalQuantity(`${Math.ceil(number / 1024)}Ki`));
  return String(canonicalQuantity(`${Math.ceil(number * 1000 - 1e-6)}m`));
}
