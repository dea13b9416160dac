import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { DeploymentConfiguration } from '../../backend-stub/http/deployment-schema.ts';
import { buildSite } from './site.ts';
import { stageReference } from './stage-reference.ts';
import { drawingsOf } from './strategies.ts';

const referencePage = 'docs/stage-reference.md';

/** What stands in docs/ and is made: the page of the stage's keys, and the pictures of the strategies. */
async function writeMade(): Promise<void> {
  const options = await resolveConfig(referencePage);
  const page = stageReference(DeploymentConfiguration);
  writeFileSync(referencePage, await format(page, { ...options, filepath: referencePage }));
  for (const { file, svg } of drawingsOf(readFileSync('docs/strategies.md', 'utf8')))
    writeFileSync(`docs/${file}`, svg);
}

/** Pages are what is committed; recordings of other projects are none. */
function projectFiles(): readonly string[] {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
  return listed.filter((file) => file !== '' && existsSync(file) && !/^test\/fixtures\/.*\.md$/.test(file));
}

const { values } = parseArgs({
  options: { made: { type: 'boolean' }, into: { type: 'string', default: 'dist/docs' } },
});
if (values.made === true) await writeMade();
else {
  buildSite(projectFiles(), values.into);
  console.log(`${resolve(values.into, 'index.html')}`);
}
