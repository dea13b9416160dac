import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { DeploymentConfiguration } from '../../backend-stub/http/deployment-schema.ts';
import { stageReference } from './stage-reference.ts';

const referencePage = 'docs/stage-reference.md';

async function writeReference(): Promise<void> {
  const options = await resolveConfig(referencePage);
  writeFileSync(
    referencePage,
    await format(stageReference(DeploymentConfiguration), { ...options, filepath: referencePage }),
  );
}

const { values } = parseArgs({ options: { reference: { type: 'boolean' } } });
if (values.reference === true) await writeReference();
