import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigReader } from './config-reader.ts';
import type { PluginFiles } from './http/plugin-files.ts';

/** The index that Gate asks for; what it names lies beside it. */
const index = 'plugins.json';

export function readPluginFiles(root: ConfigReader): PluginFiles | undefined {
  if (!root.has('pluginFolder')) return undefined;
  const folder = root.text('pluginFolder');
  const files = filesIn(folder);
  if (!files.has(index)) root.problem('pluginFolder', `names ${folder}, where no ${index} can be read`);
  return files;
}

function filesIn(folder: string): PluginFiles {
  try {
    const names = readdirSync(folder).filter((name) => name === index || name.endsWith('.zip'));
    return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
  } catch {
    return new Map();
  }
}
