import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigReader } from './config-reader.ts';
import { pluginFolderProblems } from './doctor/plugin-release.ts';
import type { PluginFolder } from './doctor/plugin-release.ts';
import type { PluginFiles } from './http/plugin-files.ts';

/** The index that Gate asks for; what it names lies beside it. */
const index = 'plugins.json';

export function readPluginFiles(root: ConfigReader): PluginFiles | undefined {
  if (!root.has('pluginFolder')) return undefined;
  const folder = root.text('pluginFolder');
  const files = filesIn(folder);
  if (!files.has(index)) root.problem('pluginFolder', `names ${folder}, where no ${index} can be read`);
  else
    for (const problem of pluginFolderProblems(pluginFolderOf(files)))
      root.problem('pluginFolder', `is ${folder}, which ${problem}`);
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

/** What Gate makes of it. */
export function pluginFolderOf(files: PluginFiles): PluginFolder {
  const zips = [...files].filter(([name]) => name !== index);
  return {
    index: parsed(files.get(index)?.toString('utf8') ?? ''),
    zips: new Map(zips.map(([name, content]) => [name, hash('sha512', content)])),
  };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
