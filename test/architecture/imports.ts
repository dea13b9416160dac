import { posix } from 'node:path';
import { isBuiltin } from 'node:module';
import ts from 'typescript';
import type { Room } from './room.ts';

/** One import, re-export, `import()`, `require()` or `import('…').Type` of a source file. */
export interface Import {
  /** As written; undefined when it is computed, so that nobody can tell what it loads. */
  readonly specifier: string | undefined;
  /** `late`: by `import()`, when it is needed. */
  readonly kind: 'value' | 'type' | 'late';
}

export function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const one = importOf(node);
    if (one !== undefined) found.push(one);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: literal(node.moduleSpecifier), kind: kindOf(node.importClause?.isTypeOnly) };
  }
  if (ts.isExportDeclaration(node)) return exportOf(node);
  if (ts.isImportTypeNode(node)) return importTypeOf(node);
  if (ts.isExternalModuleReference(node)) return { specifier: literal(node.expression), kind: 'value' };
  return ts.isCallExpression(node) ? callOf(node) : undefined;
}

function callOf({ expression, arguments: [argument] }: ts.CallExpression): Import | undefined {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return { specifier: literal(argument), kind: 'late' };
  const required = ts.isIdentifier(expression) && expression.text === 'require';
  return required ? { specifier: literal(argument), kind: 'value' } : undefined;
}

function kindOf(typeOnly: boolean | undefined): 'type' | 'value' {
  return typeOnly === true ? 'type' : 'value';
}

function exportOf({ moduleSpecifier, isTypeOnly }: ts.ExportDeclaration): Import | undefined {
  return moduleSpecifier === undefined ? undefined : { specifier: literal(moduleSpecifier), kind: kindOf(isTypeOnly) };
}

function importTypeOf({ argument }: ts.ImportTypeNode): Import {
  return { specifier: ts.isLiteralTypeNode(argument) ? literal(argument.literal) : undefined, kind: 'type' };
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** What a file imports and may not, each as a sentence. A file outside every room is such a sentence itself. */
export function brokenImports(rooms: readonly Room[], file: string, text: string): readonly string[] {
  const room = roomOf(rooms, file);
  if (room === undefined)
    return [`${file} lies in no room of the import table: give it a place in test/architecture/rooms.ts.`];
  return importsOf(file, text)
    .filter((one) => !allowed(room, file, one))
    .map((one) => sentence(room, file, one));
}

function roomOf(rooms: readonly Room[], file: string): Room | undefined {
  return rooms.filter(({ room }) => within(room, file)).sort((a, b) => b.room.length - a.room.length)[0];
}

function allowed(room: Room, file: string, { specifier, kind }: Import): boolean {
  if (specifier === undefined) return false;
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : packageOf(specifier);
  const { values, types = [], onDemand = [] } = room;
  const permitted = { value: values, late: [...values, ...onDemand], type: [...values, ...types, ...onDemand] }[kind];
  return within(room.room, target) || permitted.some((name) => matches(name, target));
}

/** `node:process` is the process itself, which only main.ts and config.ts touch. */
function matches(name: string, target: string): boolean {
  return within(name, target) || (name === 'node:*' && target.startsWith('node:') && target !== 'node:process');
}

function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function within(room: string, path: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

function sentence(room: Room, file: string, { specifier, kind }: Import): string {
  const may = [
    shortName(room.room),
    ...room.values.map(shortName),
    ...(room.types ?? []).map((one) => `types of ${shortName(one)}`),
    ...(room.onDemand ?? []).map((one) => `${one} on demand`),
  ];
  const what = `${kind === 'type' ? 'types of ' : ''}${specifier ?? 'something that is computed when it runs'}`;
  return `${file} imports ${what}: ${shortName(room.room)} may import only ${inWords(may)}, because ${room.because}.`;
}

function shortName(room: string): string {
  return room.replace(/^backend-stub\//, '');
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
