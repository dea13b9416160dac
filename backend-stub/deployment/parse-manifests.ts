import { problem } from '../contract/refusal.ts';
import type { Place, Problem } from '../contract/refusal.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isRecord } from './kubernetes-object.ts';
import { nameProblems } from './object-names.ts';
import { textProblems } from './text-values.ts';
import { readYaml } from './yaml-documents.ts';
import type { YamlDocument } from './yaml-documents.ts';

/** One object that an author wrote, and where. */
export interface Manifest {
  readonly object: KubernetesObject;
  /** Of its document, from 1; empty documents are not counted. */
  readonly document: number;
  readonly line: number;
}

export type ParsedManifests =
  | { readonly kind: 'parsed'; readonly manifests: readonly Manifest[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Manifests of any number, as text. Every problem names its document, line and column. What is checked is what we must
 * rely on and what YAML makes go wrong unseen; the API server judges the rest, in a dry run.
 */
export function parseManifests(text: string): ParsedManifests {
  const yaml = readYaml(text);
  if (yaml.kind === 'invalid') return { kind: 'invalid', problems: atMost(yaml.problems) };
  const read = yaml.documents.map(readManifest);
  const problems = read.flatMap((one) => (one.kind === 'invalid' ? one.problems : []));
  if (yaml.documents.length === 0)
    problems.push(problem('manifest', 'There is no object in it, only empty documents.'));
  if (problems.length > 0) return { kind: 'invalid', problems: atMost(problems) };
  return { kind: 'parsed', manifests: read.flatMap((one) => (one.kind === 'valid' ? [one.manifest] : [])) };
}

/** `Deployment web, document 2, line 31`, as problems name a manifest. */
export function manifestName({ object, document, line }: Manifest): string {
  return `${object.kind} ${object.metadata.name}, document ${document}, line ${line}`;
}

/** Problems of an object stand at the first line of its document. */
export function manifestPlace(manifest: Manifest): Place {
  return { where: manifestName(manifest), line: manifest.line };
}

const most = 50;

/** A text can be wrong a hundred thousand times; nobody reads that, and Orca stores it. */
export function atMost(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - most;
  return more <= 0
    ? problems
    : [...problems.slice(0, most), problem('manifest', `There are at least ${more} more problems like these.`)];
}

type ReadManifest =
  | { readonly kind: 'valid'; readonly manifest: Manifest }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

function readManifest(document: YamlDocument): ReadManifest {
  const { value, where } = document;
  const wrong = (sentence: string, ...path: readonly string[]): ReadManifest => ({
    kind: 'invalid',
    problems: [problem(where(path), sentence)],
  });
  if (!isRecord(value)) return wrong('This is no object; a manifest has apiVersion, kind and metadata.');
  const { apiVersion, kind, metadata } = value;
  if (!isText(kind)) return wrong(`${missing(value, 'kind')}, for example "Deployment".`, 'kind');
  if (isList(kind, value))
    return wrong(
      `A ${kind} is not applied as a whole; put its items as documents of their own, with "---" between.`,
      'kind',
    );
  if (!isText(apiVersion)) return wrong(`${missing(value, 'apiVersion')}, for example "apps/v1".`, 'apiVersion');
  if (!isRecord(metadata))
    return wrong(`The ${kind} has no metadata, which must be an object with a name.`, 'metadata');
  const problems = [...nameProblems(kind, metadata, where), ...textProblems(value, kind, where)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'valid',
    manifest: { object: typed(value, metadata), document: document.number, line: document.line },
  };
}

/** The checks above are what `KubernetesObject` promises. */
function typed(
  value: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const { name, ...rest } = metadata;
  return {
    ...value,
    apiVersion: String(value['apiVersion']),
    kind: String(value['kind']),
    metadata: { ...rest, name: String(name) },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function missing(value: Readonly<Record<string, unknown>>, key: string): string {
  return value[key] === undefined ? `The manifest has no "${key}"` : `"${key}" must be text`;
}

function isList(kind: string, value: Readonly<Record<string, unknown>>): boolean {
  return kind === 'List' || (kind.endsWith('List') && Array.isArray(value['items']));
}
