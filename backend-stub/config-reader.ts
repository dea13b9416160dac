import { readFileSync } from 'node:fs';
import { isRecord, textAt } from './deployment/kubernetes-object.ts';

/** Reads one section, and notes each problem with the full path of its key instead of stopping at the first. */
export class ConfigReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #problems: string[];
  readonly #path: string;

  constructor(value: unknown, problems: string[], path = '') {
    this.#problems = problems;
    this.#path = path;
    this.#values = isRecord(value) ? value : {};
    if (!isRecord(value)) problems.push(`${path === '' ? 'the file' : path} must be given, as a section of keys`);
  }

  problem(key: string, sentence: string): void {
    this.#problems.push(`${this.#at(key)} ${sentence}`);
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  only(known: readonly string[]): void {
    for (const key of Object.keys(this.#values))
      if (!known.includes(key)) this.problem(key, `is not known; here stand ${known.join(', ')}`);
  }

  /** A section that may be left out: everything in it has a default. */
  optionalSection(key: string, known: readonly string[]): ConfigReader {
    return this.has(key) ? this.section(key, known) : new ConfigReader({}, this.#problems, this.#at(key));
  }

  section(key: string, known: readonly string[]): ConfigReader {
    const reader = new ConfigReader(this.#values[key], this.#problems, this.#at(key));
    reader.only(known);
    return reader;
  }

  sections(key: string, known: readonly string[]): readonly ConfigReader[] {
    const found = this.#values[key];
    if (!Array.isArray(found) || found.length === 0) {
      this.problem(key, 'must be a list with at least one entry');
      return [];
    }
    return found.map((value: unknown, index) => {
      const reader = new ConfigReader(value, this.#problems, `${this.#at(key)}[${index}]`);
      reader.only(known);
      return reader;
    });
  }

  text(key: string): string {
    const value = this.#values[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.problem(key, 'must be given, as text');
    return '';
  }

  textOr(key: string, otherwise: string): string {
    return this.has(key) ? this.text(key) : otherwise;
  }

  texts(key: string): readonly string[] {
    const value = this.#values[key];
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== ''))
      return value.map(String);
    this.problem(key, 'must be a list of texts with at least one entry');
    return [];
  }

  word<W extends string>(key: string, words: readonly [W, ...W[]], otherwise?: W): W {
    const value = this.#values[key] ?? otherwise;
    const found = words.find((word) => word === value);
    if (found === undefined) this.problem(key, `must be one of ${words.join(', ')}`);
    return found ?? words[0];
  }

  integer(key: string, otherwise: number, { least, most }: { readonly least: number; readonly most: number }): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.problem(key, `must be a whole number from ${least} to ${most}`);
    return otherwise;
  }

  /** True, or left out: a "false" that means the same as nothing would only be misread. */
  flag(key: string): boolean {
    const value = this.#values[key];
    if (value !== undefined && value !== true) this.problem(key, 'must be true, or be left out');
    return value === true;
  }

  /** http or https, without a slash at the end. */
  url(key: string): string {
    const value = this.text(key);
    if (value !== '' && !(/^https?:\/\//.test(value) && URL.canParse(value)))
      this.problem(key, 'must be an address that begins with http:// or https://');
    return value.replace(/\/+$/, '');
  }

  /** The content of the file, trimmed; never part of a problem's sentence. */
  secretFile(key: string): string {
    const file = this.text(key);
    return file === '' ? '' : this.#read(key, file);
  }

  secretFiles(key: string): readonly string[] {
    return this.texts(key).map((file) => this.#read(key, file));
  }

  #read(key: string, file: string): string {
    try {
      const content = readFileSync(file, 'utf8').trim();
      if (content === '') this.problem(key, `names ${file}, which is empty`);
      return content;
    } catch (cause) {
      this.problem(key, `names ${file}, which can not be read (${textAt(cause, 'code') ?? 'unknown reason'})`);
      return '';
    }
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}
