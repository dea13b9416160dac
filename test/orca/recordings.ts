import { readdir, readFile } from 'node:fs/promises';
import { isObject, isText } from './json.ts';
import type { Json, JsonObject } from './json.ts';

const folder = new URL('../fixtures/orca/', import.meta.url);

/** One line of `webhook-requests.jsonl`: what the recorder got from the real Orca, and what it answered. */
export interface RecordedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** `hang`: it never answered. */
  readonly answer: RecordedAnswer | 'hang';
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function recordingNames(): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.filter((name) => name.endsWith('.json')).map((name) => name.replace(/\.json$/, ''));
}

export async function readRecording(name: string): Promise<JsonObject> {
  const parsed: unknown = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
  if (!isObject(parsed)) throw new TypeError(`${name}.json is no object.`);
  return parsed;
}

export async function readRequests(belongs: (line: string) => boolean): Promise<readonly RecordedRequest[]> {
  const text = await readFile(new URL('webhook-requests.jsonl', folder), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && belongs(line))
    .map((line) => readRequest(JSON.parse(line)));
}

function readRequest(line: unknown): RecordedRequest {
  const response = at(line, 'response');
  const code = at(response, 'code');
  const headers = at(response, 'headers');
  const rawHeaders = at(line, 'rawHeaders');
  return {
    at: Date.parse(text(at(line, 't'))),
    method: text(at(line, 'method')),
    path: text(at(line, 'url')),
    rawHeaders: Array.isArray(rawHeaders) ? rawHeaders.map(text) : [],
    body: text(at(line, 'body')),
    answer: code === 0 ? 'hang' : { status: Number(code), headers: texts(headers), body: text(at(response, 'body')) },
  };
}

/** The value at a path into something parsed, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): Json | undefined {
  let inner: Json | undefined = isObject(value) ? value : undefined;
  for (const key of path) {
    if (isObject(inner)) inner = inner[key];
    else inner = Array.isArray(inner) && typeof key === 'number' ? inner[key] : undefined;
  }
  return inner;
}

export function text(value: Json | undefined): string {
  return isText(value) ? value : '';
}

function texts(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, text(inner)]));
}
