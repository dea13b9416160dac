import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reached } from './compose.ts';
import { pluginFolderOf } from './config-plugin.ts';
import { ConfigInvalid, loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { defined } from './contract/defined.ts';
import { countOf, doctorText } from './contract/doctor.ts';
import type { Finding } from './contract/doctor.ts';
import { serviceVersion } from './contract/service.ts';
import { textAt } from './deployment/kubernetes-object.ts';
import { examineInstallation } from './doctor-checks.ts';
import type { DoctorSources } from './doctor-checks.ts';
import { readProfile } from './doctor/profile.ts';

export const doctorUsage = `  gennaker doctor --config FILE [--json] [--orca-file FILE] [--gate-file FILE] [--orca-token-file FILE]
                  [--gate URL] [--gate-headers FILE] [--people-url URL]
                                  say what is wrong from Deck to the cluster, and the line to change; changes nothing;
                                  ends with 0: all is in order, 1: something is wrong, 3: something could not be told`;

export type DoctorArguments =
  | { readonly kind: 'told'; readonly config: string; readonly json: boolean; readonly sources: GivenSources }
  | { readonly kind: 'misused'; readonly why: string };

type GivenSources = Omit<DoctorSources, 'configuration' | 'config' | 'controlPlane' | 'plugin'>;

export interface DoctorOutcome {
  readonly code: 0 | 1 | 3;
  readonly output: string;
}

export function readDoctorArguments(words: readonly string[]): DoctorArguments {
  const [text, texts] = [{ type: 'string' }, { type: 'string', multiple: true }] as const;
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        ...{ config: text, json: { type: 'boolean' }, gate: text, 'gate-headers': text, 'people-url': text },
        ...{ 'orca-file': texts, 'gate-file': texts, 'orca-token-file': text },
      },
    });
    const { config, json = false } = values;
    return config === undefined
      ? { kind: 'misused', why: 'It needs --config.' }
      : { kind: 'told', config, json, sources: sourcesOf(values) };
  } catch (error) {
    return { kind: 'misused', why: textAt(error, 'message') ?? 'It was called in an unknown way.' };
  }
}

interface Given {
  readonly gate?: string;
  readonly 'gate-headers'?: string;
  readonly 'people-url'?: string;
  readonly 'orca-file'?: readonly string[];
  readonly 'gate-file'?: readonly string[];
  readonly 'orca-token-file'?: string;
}

/** Throws an error with a sentence where a file can't be read. */
function sourcesOf(given: Given): GivenSources {
  const headers = given['gate-headers'];
  const token = given['orca-token-file'];
  return defined({
    orca: given['orca-file']?.map((file) => readProfile({ file, text: textOf(file) }, 'orca')),
    gate: given['gate-file']?.map((file) => readProfile({ file, text: textOf(file) }, 'gate')),
    gateUrl: given.gate === undefined ? undefined : address('--gate', given.gate),
    gateHeaders: headers === undefined ? undefined : headersIn(textOf(headers)),
    orcasToken: token === undefined ? undefined : textOf(token),
    peopleUrl: given['people-url'] === undefined ? undefined : address('--people-url', given['people-url']),
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file} can not be read (${textAt(cause, 'code') ?? 'unknown reason'}).`, { cause });
  }
}

function address(flag: string, url: string): string {
  if (/^https?:\/\/[^/?#@]+(\/|$)/.test(url) && URL.canParse(url)) return url;
  throw new Error(`${flag} must be an address that begins with http:// or https://, and hold nobody's password.`);
}

/** A line each, as `Cookie: SESSION=…`. */
function headersIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*\S)\s*$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new Error('--gate-headers must hold one header a line, each a name, a colon and a value.');
      return [name, value];
    }),
  );
}

export async function doctorCommand({
  config: file,
  json,
  sources,
}: Extract<DoctorArguments, { kind: 'told' }>): Promise<DoctorOutcome> {
  const { config, problems } = configurationOf(file);
  const controlPlane = config === undefined ? undefined : reached(config).controlPlane;
  try {
    const plugin = config?.pluginFiles === undefined ? undefined : pluginFolderOf(config.pluginFiles);
    const given = { ...sources, ...defined({ config, controlPlane, plugin }), configuration: { file, problems } };
    const findings = await examineInstallation(given);
    const report = { version: serviceVersion, findings };
    return { code: codeOf(findings), output: json ? JSON.stringify(report, undefined, 2) : doctorText(report) };
  } finally {
    controlPlane?.close();
  }
}

/** What is to be known is no trouble, so that a script can wait for 0. */
function codeOf(findings: readonly Finding[]): DoctorOutcome['code'] {
  if (countOf(findings, 'wrong') > 0) return 1;
  return countOf(findings, 'unknown') > 0 ? 3 : 0;
}

function configurationOf(file: string): { readonly config?: Config; readonly problems: readonly string[] } {
  try {
    return { config: loadConfig(file), problems: [] };
  } catch (error) {
    if (error instanceof ConfigInvalid) return { problems: error.problems };
    throw error;
  }
}
