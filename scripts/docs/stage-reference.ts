import { isRecord, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

const head = `# Keys of the stage

Everything under the key \`deployment\` of a stage, as the service reads it. [\`stage.md\`](stage.md) has an example, and what it leads to.
This page is made from the schema in \`backend-stub/http/deployment-schema.ts\` by \`npm run docs -- --made\`.

| key | is | where nothing is said | means |
| --- | --- | --- | --- |
`;

const foot = `
What stands here is all that may: other keys are refused by name, with the one that may have been meant.
`;

type Schema = Readonly<Record<string, unknown>>;

interface Key {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Where more is said of a key than a cell can hold. */
const more: Readonly<Record<string, string>> = {
  'strategy.canary.steps': 'strategies.md',
  'manifest.expressions': 'stage.md#the-stage',
  workload: 'stage.md#where-the-deployment-must-stay',
  onOutsidePromotion: 'stage.md#promoted-on-the-cluster',
  takeOwnership: 'stage.md#what-belongs-to-somebody-else',
  'strategy.canary.steps[].pause.notRequester': 'permissions.md#rights',
};

/** The page of every key that the schema of the stage has, as Markdown that is not laid out yet. */
export function stageReference(schema: object): string {
  const rows = keysOf(recordOf(schema), '').map(({ path, schema: one, required }) => {
    const link = more[path] === undefined ? '' : ` [More](${more[path]}).`;
    const cells = [
      `\`${path}\``,
      typeWords(one),
      defaultWords(one, required),
      `${textAt(one, 'description') ?? ''}${link}`,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `${head}${rows.join('\n')}\n${foot}`;
}

/** What holds others and says nothing itself is left out. */
function keysOf(schema: Schema, path: string): readonly Key[] {
  const required = listAt(schema, 'required');
  return Object.entries(recordAt(schema, 'properties')).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const one = recordOf(value);
    const own = { path: key, schema: one, required: required.includes(name) };
    const within = keysWithin(one, key);
    return 'description' in one || within.length === 0 ? [own, ...within] : within;
  });
}

function keysWithin(schema: Schema, path: string): readonly Key[] {
  if (!isList(schema)) return keysOf(schema, path);
  const items = schema['items'];
  const [item = {}] = Array.isArray(items) ? items.map(recordOf) : [recordOf(items)];
  if (!('anyOf' in item)) return keysOf(item, `${path}[]`);
  // Of several kinds, none must be there.
  const kinds = listAt(item, 'anyOf').flatMap((kind) => keysOf(recordOf(kind), `${path}[]`));
  return kinds.map((key) => ({ ...key, required: false }));
}

function typeWords(schema: Schema): string {
  const choices = listAt(schema, 'enum');
  if (choices.length > 0) return choices.map(code).join(', ');
  if ('const' in schema) return code(schema['const']);
  return isList(schema) ? 'list' : (textAt(schema, 'type') ?? '');
}

function defaultWords(schema: Schema, required: boolean): string {
  if (!('default' in schema)) return required ? 'must be said' : '';
  const otherwise = schema['default'];
  return Array.isArray(otherwise) ? 'none' : code(otherwise);
}

function isList(schema: Schema): boolean {
  return schema['type'] === 'array';
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function recordOf(value: unknown): Schema {
  return isRecord(value) ? value : {};
}
