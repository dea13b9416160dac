import { createHash } from 'node:crypto';
import { isRecord, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

/** A part that is no npm package of ours, as CycloneDX names it. */
export interface Component {
  readonly type: 'application' | 'library';
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
}

export interface Materials {
  /** What `npm sbom` printed, as CycloneDX. */
  readonly npm: unknown;
  /** `name@version` of what is in the bundle; npm names all that could be. */
  readonly bundled: ReadonlySet<string>;
  readonly others: readonly Component[];
  readonly version: string;
  readonly date: Date;
}

/** A CycloneDX document that is the same whenever and in whichever folder it is made. Throws when npm left out what is bundled. */
export function billOfMaterials({ npm, bundled, others, version, date }: Materials): string {
  const isBundled = (component: unknown): boolean =>
    bundled.has(`${textAt(component, 'name')}@${textAt(component, 'version')}`);
  const root = `gennaker@${version}`;
  const components = [
    ...listAt(npm, 'components').filter(isBundled),
    ...others.map((component) => ({ 'bom-ref': component.purl, ...component })),
  ];
  const named = new Set(components.map((component) => `${textAt(component, 'name')}@${textAt(component, 'version')}`));
  const missing = [...bundled].filter((one) => !named.has(one));
  if (missing.length > 0) throw new Error(`npm does not name ${missing.join(', ')}, which is in gennaker.js.`);
  const known = new Set([root, ...components.map((component) => textAt(component, 'bom-ref') ?? '')]);
  const document = {
    ...recordAt(npm),
    metadata: {
      ...recordAt(npm, 'metadata'),
      timestamp: date.toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: {
        ...recordAt(npm, 'metadata', 'component'),
        'bom-ref': root,
        name: 'gennaker',
        version,
        purl: `pkg:npm/${root}`,
      },
    },
    components,
    dependencies: listAt(npm, 'dependencies').flatMap((one) => dependencyAmong(known, one)),
  };
  return `${JSON.stringify({ ...document, serialNumber: numberOf(document) }, undefined, 2)}\n`;
}

function dependencyAmong(known: ReadonlySet<string>, dependency: unknown): readonly unknown[] {
  if (!isRecord(dependency) || !known.has(textAt(dependency, 'ref') ?? '')) return [];
  const dependsOn = listAt(dependency, 'dependsOn').filter((ref) => typeof ref === 'string' && known.has(ref));
  return [{ ...dependency, dependsOn }];
}

/** npm draws one by chance; a document of the same content has the same here. */
function numberOf(document: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify({ ...document, serialNumber: '' }))
    .digest('hex');
  // Version 8 of RFC 9562: what its bits mean is ours to say.
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`];
  return `urn:uuid:${[...parts, hash.slice(20, 32)].join('-')}`;
}
