import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import { problem } from '../contract/refusal.ts';
import type { Problem } from '../contract/refusal.ts';

/**
 * One YAML text with the settings of a Spring service: keys nest, or are written with dots, and dashes and case do not matter in them,
 * as Spring binds them. Whatever is wrong is a problem with its line.
 */
export class Settings {
  readonly problems: Problem[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const { message, pos } of this.#document.errors) this.#complain(pos[0], `it is no YAML: ${message}`);
  }

  /** Undefined where nothing stands; what stands twice is a problem. */
  find(...path: readonly string[]): Setting | undefined {
    if (this.problems.some(({ sentence }) => sentence.startsWith('it is no YAML'))) return undefined;
    return this.within(this.#document.contents ?? undefined, path);
  }

  /** The same below some node. */
  within(node: Node | undefined, path: readonly string[]): Setting | undefined {
    const [first, second] = this.#nodesAt(node, path.map(canonical));
    if (first !== undefined && second !== undefined) this.complain(second, `${path.join('.')} stands here twice`);
    return first === undefined ? undefined : new Setting(this, first, path.join('.'));
  }

  complain(node: Node, sentence: string): undefined {
    return this.#complain(node.range?.[0] ?? 0, sentence);
  }

  /** The problems, from the first line to the last. */
  inOrder(): readonly Problem[] {
    return this.problems.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
  }

  lineOf(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }

  resolved(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
  }

  #nodesAt(node: Node | undefined, path: readonly string[]): readonly Node[] {
    if (path.length === 0) return node === undefined || isNothing(node) ? [] : [node];
    if (!isMap(node)) return [];
    return node.items.flatMap(({ key, value }) => {
      const words = isScalar(key) ? String(key.value).split('.').map(canonical) : [];
      const leads = words.length > 0 && words.every((word, index) => word === path[index]);
      return leads ? this.#nodesAt(this.resolved(value), path.slice(words.length)) : [];
    });
  }

  #complain(offset: number, sentence: string): undefined {
    const { line } = this.#lines.linePos(offset);
    this.problems.push(problem({ where: `line ${line}`, line }, sentence));
    return undefined;
  }
}

/** One value in its place. Each reader notes what is wrong, and then answers undefined. */
export class Setting {
  readonly #settings: Settings;
  readonly node: Node;
  readonly name: string;

  constructor(settings: Settings, node: Node, name: string) {
    this.#settings = settings;
    this.node = node;
    this.name = name;
  }

  get line(): number {
    return this.#settings.lineOf(this.node);
  }

  inside(...path: readonly string[]): Setting | undefined {
    return this.#settings.within(this.node, path);
  }

  complain(sentence: string): undefined {
    return this.#settings.complain(this.node, sentence);
  }

  text(): string | undefined {
    const { node } = this;
    if (!isScalar(node)) return this.complain(`${this.name} must be text`);
    const text = String(node.value);
    if (!text.includes('${')) return text;
    return this.complain(`${text} stands for something that only Fiat knows; write it out here`);
  }

  word<Word extends string>(words: readonly Word[]): Word | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    const found = words.find((word) => canonical(word) === canonical(text));
    return found ?? this.complain(`${this.name} must be one of ${words.join(', ')}, and not "${text}"`);
  }

  /** As Spring reads a boolean. */
  flag(): boolean | undefined {
    const word = this.word(['true', 'false', 'on', 'off', 'yes', 'no']);
    return word === undefined ? undefined : ['true', 'on', 'yes'].includes(word);
  }

  list(): readonly Setting[] | undefined {
    const { node } = this;
    if (!isSeq(node)) return this.complain(`${this.name} must be a list`);
    return node.items.flatMap((item, index) => {
      const found = this.#settings.resolved(item);
      return found === undefined ? [] : [new Setting(this.#settings, found, `${this.name}[${index}]`)];
    });
  }

  /** A list, or one text with commas between, as Spring takes both. */
  texts(): readonly string[] | undefined {
    if (!isScalar(this.node))
      return this.list()
        ?.map((item) => item.text())
        .filter((text) => text !== undefined);
    return this.text()
      ?.split(',')
      .map((text) => text.trim());
  }

  /** Of an object, in their order. */
  keys(): readonly string[] | undefined {
    const { node } = this;
    if (!isMap(node)) return this.complain(`${this.name} must be an object`);
    return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  }
}

function isNothing(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === undefined);
}

function canonical(word: string): string {
  return word.replaceAll(/[-_]/g, '').toLowerCase();
}
