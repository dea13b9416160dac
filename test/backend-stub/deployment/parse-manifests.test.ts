import type { Place } from '../../../backend-stub/contract/refusal.ts';
import { parseManifests } from '../../../backend-stub/deployment/parse-manifests.ts';
import type { Manifest } from '../../../backend-stub/deployment/parse-manifests.ts';
import type { Problem } from '../../../backend-stub/contract/refusal.ts';
import { documents, manifests } from './planning.ts';

function manifestsOf(text: string): readonly Manifest[] {
  const parsed = parseManifests(text);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return parsed.manifests;
}

function problemsOf(text: string): readonly Problem[] {
  const parsed = parseManifests(text);
  if (parsed.kind === 'parsed') throw new Error('expected problems, found none');
  return parsed.problems;
}

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const settings = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n  a: ${data}\n`;

describe('manifests that people deploy', () => {
  it('are read document by document, comments and empty documents left out', () => {
    const text = documents('# nothing', manifests('online-boutique/cartservice.yaml'), '', '# the end');
    expect(
      manifestsOf(text).map(({ object, document }) => `${document} ${object.kind} ${object.metadata.name}`),
    ).toEqual([
      '1 Deployment cartservice',
      '2 Service cartservice',
      '3 ServiceAccount cartservice',
      '4 Deployment redis-cart',
      '5 Service redis-cart',
    ]);
  });

  it('may be JSON', () => {
    expect(manifestsOf('{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"}}')).toHaveLength(1);
  });

  it('keep the line on which each begins', () => {
    expect(manifestsOf(documents(service, service)).map(({ line }) => line)).toEqual([1, 7]);
  });
});

describe('a scalar in a manifest', () => {
  const read = (value: string): unknown => manifestsOf(`${service}spec:\n  value: ${value}\n`)[0]?.object['spec'];

  // Compared with sigs.k8s.io/yaml v1.6.0, which kubectl uses.
  const cases: readonly [string, unknown][] = [
    ['on', true],
    ['NO', false],
    ['y', true],
    ['yEs', 'yEs'],
    ['0644', 420],
    ['0o644', 420],
    ['-0o17', -15],
    ['08', 8],
    ['1_000', 1000],
    ['22:22', '22:22'],
    ['2001-01-01', '2001-01-01'],
    ['6.14.1', '6.14.1'],
    ['"0644"', '0644'],
    ['!!str on', 'on'],
    ['100m', '100m'],
  ];
  it.each(cases)('is read as kubectl reads it: %s', (written, value) => {
    expect(read(written)).toEqual({ value });
  });

  it('that looks like a boolean stays text as a key', () => {
    expect(manifestsOf(settings('"1"\n  on: "2"'))[0]?.object['data']).toEqual({ a: '1', on: '2' });
  });
});

describe('manifests that are wrong', () => {
  const first = (text: string, line: number, column: number): [string, Place] => [
    text,
    { where: `document 1, line ${line}, column ${column}`, line, column },
  ];
  const cases: readonly [string, [string, Place], RegExp][] = [
    ['a list that is not closed', first('a: [1,\nb: 2', 2, 1), /no valid YAML: .*\.$/],
    ['a tab', first('a:\n\tb: 1', 2, 1), /no valid YAML/],
    [
      'a key twice',
      first(`${service}metadata: {}`, 5, 1),
      /"metadata" stands here twice, first at document 1, line 3, column 1/,
    ],
    ['an anchor', first('a: &x 1', 1, 7), /anchor "&x" is not allowed/],
    ['an alias to nowhere', first('a: *x', 1, 4), /"\*x" refers to another part/],
    ['a merge key', first('a: 1\n<<: {}', 2, 1), /merge key "<<"/],
    ['a tag', first('a: !foo 1', 1, 9), /tag "!foo" is not allowed/],
    ['a binary tag', first('a: !!binary aGk=', 1, 13), /tag "tag:yaml.org,2002:binary"/],
    ['a number too large', first('a: 12345678901234567890', 1, 4), /can't be kept exactly/],
    ['no number', first('a: .nan', 1, 4), /can't be kept exactly/],
    ['an object as key', first('? [a]\n: 1', 1, 3), /no valid YAML/],
    ['a bare text', first('deploy', 1, 1), /This is no object/],
    ['a list of manifests', first('- a: 1', 1, 1), /This is no object/],
    ['no kind', first('apiVersion: v1', 1, 1), /has no "kind", for example "Deployment"/],
    ['a kind that is a number', first('kind: 7', 1, 7), /"kind" must be text/],
    [
      'a List',
      first('apiVersion: v1\nkind: List\nitems: []', 2, 7),
      /A List is not applied as a whole; put its items as documents/,
    ],
    ['a list of one kind', first('apiVersion: v1\nkind: ServiceList\nitems: []', 2, 7), /A ServiceList is not applied/],
    ['no apiVersion', first('kind: Service\nmetadata: { name: a }', 1, 1), /has no "apiVersion"/],
    ['no metadata', first('apiVersion: v1\nkind: Service', 1, 1), /no metadata/],
    ['no name', first('apiVersion: v1\nkind: Service\nmetadata: {}', 3, 11), /The Service has no metadata.name/],
    ['a number as name', first(service.replace('web', '123'), 4, 9), /reads as a number; put it in quotes/],
    ['a path as name', first(service.replace('web', '../../secrets'), 4, 9), /must be a DNS name/],
    ['a generated name', first(service.replace('name', 'generateName'), 4, 17), /has a generateName; give it a name/],
    ['a bad namespace', first(`${service}  namespace: Shop`, 5, 14), /namespace of the Service is no DNS label/],
    [
      'a label that is no text',
      first(`${service}  labels: { on: yes }`, 5, 17),
      /metadata.labels.on must be text, and reads as the boolean true/,
    ],
    ['labels as list', first(`${service}  labels: [a]`, 5, 11), /metadata.labels must be an object/],
    [
      'an annotation that is no text',
      first(`${service}  annotations: { a: 1 }`, 5, 21),
      /reads as the number 1; put it in quotes/,
    ],
    ['a setting that is no text', first(settings('yes'), 5, 6), /data.a must be text, and reads as the boolean true/],
    ['an empty setting', first(settings('~'), 5, 6), /is empty; write ""/],
    ['a list as setting', first(settings('[1]'), 5, 6), /is a list or an object/],
  ];
  it.each(cases)('are refused with document, line and column: %s', (_name, ...[[text, place], sentence]) => {
    expect(problemsOf(text)[0]).toEqual({ ...place, sentence: expect.stringMatching(sentence) as unknown });
  });

  it('are refused with the number of their document', () => {
    expect(problemsOf(documents(service, '', service, 'kind: 1'))).toMatchObject([
      { where: 'document 3, line 15, column 7' },
    ]);
  });

  it('are refused when an environment variable is no text', () => {
    const text = manifests('podinfo/frontend-deployment.yaml').replace('"#34577c"', 'off');
    expect(problemsOf(text)).toEqual([
      {
        where: 'document 1, line 48, column 18',
        ...{ line: 48, column: 18 },
        sentence:
          'The environment variable PODINFO_UI_COLOR must be text, and reads as the boolean false; put it in quotes.',
      },
    ]);
  });

  it('hear of all their problems at once', () => {
    const text = documents('a: &x 1\nb: *x', service, `${service}  generateName: a\n  labels: { a: 1 }`);
    expect(problemsOf(text)).toHaveLength(2);
    expect(
      problemsOf(documents(service.replace('web', '1'), `${service}  generateName: a\n  labels: { a: 1 }`)),
    ).toHaveLength(3);
  });

  it('hear of no more than fifty, and of how many more there are', () => {
    const problems = problemsOf(Array.from({ length: 80 }, () => 'a: 1').join('\n---\n'));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)?.sentence).toBe('There are at least 30 more problems like these.');
  });

  it('are refused when there is nothing in them', () => {
    expect(problemsOf('# nothing\n---\n')[0]?.sentence).toMatch(/no object in it/);
  });

  it('may name a Role as Kubernetes allows, but no path', () => {
    const role = (name: string): string =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: "${name}" }`;
    expect(manifestsOf(role('system:Reader'))).toHaveLength(1);
    expect(problemsOf(role('..'))[0]?.sentence).toMatch(/must not be/);
    expect(problemsOf(role('a/b'))[0]?.sentence).toMatch(/must not be/);
  });
});

describe('manifests made to harm', () => {
  const cases: readonly [string, string][] = [
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['a million brackets', '{a: '.repeat(500_000)],
    ['a hundred thousand dashes', '- '.repeat(100_000)],
    ['a hundred thousand keys in one line', '? '.repeat(100_000)],
    ['nesting by indentation', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ];
  it.each(cases)('are refused and end nothing: %s', (_name, text) => {
    expect(problemsOf(text)[0]?.sentence).toMatch(/more than 100 levels deep/);
  });

  it('are refused when they have a million parts', () => {
    expect(problemsOf(`[${'1,'.repeat(500_000)}]`)[0]?.sentence).toMatch(/more than 300000 keys, values and signs/);
  });

  it('are refused when they are thousands', () => {
    expect(problemsOf('a: 1\n---\n'.repeat(2000))[0]?.sentence).toMatch(/more than 1000 documents/);
  });

  it('are no harm when much stands in one line', () => {
    const data = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`key${index}`, '{}[]:?-']));
    const line = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data });
    expect(manifestsOf(line)[0]?.object['data']).toEqual(data);
  });

  it('are no harm when brackets stand in text', () => {
    const text = settings(`'${'['.repeat(5000)}'`);
    expect(manifestsOf(text)[0]?.object['data']).toEqual({ a: '['.repeat(5000) });
  });
});
