import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { DeploymentConfiguration } from '../../backend-stub/http/deployment-schema.ts';
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

const { values } = parseArgs({ options: { made: { type: 'boolean' } } });
if (values.made === true) await writeMade();
