import { lineOf } from '../../../backend-stub/deployment/object-lines.ts';
import { parseManifests } from '../../../backend-stub/deployment/parse-manifests.ts';
import { documents, find, planned, web } from './planning.ts';

const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1" }';
const service = (namespace: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: ${namespace} }`;

const lines = (text: string, kind: string): number | undefined => {
  const parsed = parseManifests(text);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return lineOf(find(planned(text), kind).object, parsed.manifests);
};

describe('the line of an object of a plan in what its author wrote', () => {
  const text = documents(settings, web());
  const second = text.slice(0, text.indexOf('---')).split('\n').length + 1;

  it('is that of the Deployment which became a Rollout', () => {
    expect(lines(text, 'Rollout')).toBe(second);
  });

  it('is found under the name that tells its content', () => {
    expect(lines(text, 'ConfigMap')).toBe(1);
  });

  it('is not guessed between two objects of one name', () => {
    const two = documents(service('shop'), service('staging'), web());
    expect(lines(two, 'Service')).toBeUndefined();
  });
});
