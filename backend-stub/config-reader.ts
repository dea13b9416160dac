import { readFileSync } from 'node:fs';
import { isRecord } from './deployment/kubernetes-object.ts';

/** Reads one section, and notes each problem with the full path of its key instead of stopping at the first. */
export class ConfigReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #problems: string[];
  readonly #path: string;

  constructor(value: unknown, problems: string[], path = '') {
    this.#problems = problems;
    this.#path = path;
    this.#values = isRecord(value) ? value : {};
    if (!isRecord(value)) problems.push(`${path === '' ? 'the file' : path} must be a section of keys`);
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

  word<W extends string>(key: string, words: readonly W[], otherwise?: W): W {
    const value = this.#values[key] ?? otherwise;
    const found = words.find((word) => word === value);
    if (found === undefined) this.problem(key, `must be one of ${words.join(', ')}`);
    return found ?? words[0]!;
  }

  integer(key: string, otherwise: number): number {
    const value = this.#values[key] ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    this.problem(key, 'must be a whole number');
    return otherwise;
  }

  /** http or https, without a slash at the end. */
  url(key: string): string {
    const value = this.text(key);
    if (value !== '' && !/^https?:\/\/[^\s]+$/.test(value))
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
      this.problem(
        key,
        `names ${file}, which can not be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'})`,
      );
      return '';
    }
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}
