import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { isObject } from './json.ts';
import type { Json } from './json.ts';

/** Where a test wants what `plugin.yaml` sends to a cluster's service. */
export interface Replacements {
  /** Like `http://127.0.0.1:41234`: takes the place of scheme, host and port of the service. */
  readonly address: string;
  /** Properties and environment variables as Orca would have them, such as `GENNAKER_ORCA_TOKEN`. */
  readonly properties: Readonly<Record<string, string>>;
}

const serviceAddress = 'http://gennaker.gennaker.svc:8081';

export async function readPluginYaml(): Promise<unknown> {
  const parsed: unknown = parse(await readFile(new URL('../../plugin.yaml', import.meta.url), 'utf8'));
  return parsed;
}

/** Orca's `webhook` block out of `plugin.yaml`, as Spring would hand it to Orca. */
export async function webhookBlock(replacements: Replacements): Promise<Json> {
  const plugin = await readPluginYaml();
  return webhookBlockOf(isObject(plugin) ? plugin['orca'] : undefined, replacements);
}

/** The same out of any profile of Orca. */
export function webhookBlockOf(profile: Json | undefined, { address, properties }: Replacements): Json {
  const block = isObject(profile) ? profile['webhook'] : undefined;
  if (block === undefined) throw new TypeError('There is no block "webhook" for Orca.');
  return replaceTexts(block, (text) => resolvePlaceholders(text.replaceAll(serviceAddress, address), properties));
}

/**
 * Spring reads `${…}` in the file before Orca does: a known property is put in, and what follows a colon is a default
 * value. What is neither stays for Orca's expressions.
 */
export function resolvePlaceholders(text: string, properties: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([^{}:]*)(?::([^{}]*))?\}/g, (written, name: string, otherwise: string | undefined) => {
    return properties[name] ?? otherwise ?? written;
  });
}

function replaceTexts(value: Json, replace: (text: string) => string): Json {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceTexts(inner, replace)]));
}
