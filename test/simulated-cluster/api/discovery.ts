import { apiVersionOf, kinds, servedKinds, type ServedKind } from './kinds.ts';

/** The body of `/api/v1` or `/apis/{group}/{version}`. */
export function resourceList(apiVersion: string): object {
  const resources = servedKinds
    .filter((kind) => apiVersionOf(kind) === apiVersion)
    .flatMap((kind) => [
      resource(kind, kind.plural, verbsOf(kind)),
      ...kind.subresources.map((name) => resource(kind, `${kind.plural}/${name}`, ['get', 'patch'])),
    ]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources };
}

function resource({ kind, namespaced }: ServedKind, name: string, verbs: readonly string[]): object {
  return { name, singularName: name.includes('/') ? '' : kind.toLowerCase(), namespaced, kind, verbs };
}

function verbsOf(kind: ServedKind): readonly string[] {
  const isReview = kind === kinds.accessReview || kind === kinds.rulesReview;
  return isReview ? ['create'] : ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
}

export function groupList(): object {
  const names = [...new Set(servedKinds.map(({ group }) => group))].filter((group) => group !== '');
  const groups = names.map((name) => {
    const served = [...new Set(servedKinds.filter(({ group }) => group === name).map(apiVersionOf))];
    const versions = served.map((groupVersion) => ({ groupVersion, version: groupVersion.split('/')[1] }));
    return { name, versions, preferredVersion: versions[0] };
  });
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

export const coreVersions = { kind: 'APIVersions', versions: ['v1'] } as const;
