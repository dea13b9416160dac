import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { machineRoutes, machineScopes } from '../../backend-stub/access/machine-scopes.ts';
import { parseConfig } from '../../backend-stub/config.ts';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import { stageAlias, stageType } from '../../backend-stub/contract/orca.ts';
import { knownKinds } from '../../backend-stub/deployment/kinds.ts';
import { checkNames } from '../../backend-stub/contract/doctor.ts';
import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import { doctorUsage } from '../../backend-stub/doctor-command.ts';
import { planDeployment } from '../../backend-stub/deployment/plan.ts';
import { DeploymentConfiguration } from '../../backend-stub/http/deployment-schema.ts';
import { MachineStartRequest } from '../../backend-stub/http/machine-schemas.ts';
import { Metrics } from '../../backend-stub/http/metrics.ts';
import { stageReference } from '../../scripts/docs/stage-reference.ts';
import { rightsTable } from './access/rights-table.ts';
import { projectFiles, read as readSource, sourceFiles } from '../architecture/tracked-files.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { LeastConfiguration } from './least-configuration.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

function example(name: string, language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(read(name))?.[1];
  if (found === undefined) throw new Error(`docs/${name} has no example in ${language}.`);
  return found;
}

describe('docs/configure.md', () => {
  const files = new ConfigurationFiles();
  const secrets = '/etc/gennaker/secrets';
  afterAll(() => files.remove());

  it('has an example that the service takes', () => {
    files.write('orca-bearer', 'a-token-of-enough-characters');
    files.write('postgres-url', 'postgres://gennaker:password@db.example.com/gennaker');
    const { privateKey } = generateKeyPairSync('ed25519');
    files.write('audit-key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    files.write('sealing-key', Buffer.alloc(32, 1).toString('base64'));
    const config = parseConfig('configure.md', example('configure.md', 'yaml').replaceAll(secrets, files.path('.')));
    expect(config.accounts.map(({ name }) => name)).toEqual(['prod', 'tools', 'edge']);
  });

  it('has an example for TLS that has every key of it', () => {
    const tls = /## TLS[^]*?```yaml\n([^]*?)```/.exec(read('configure.md'))?.[1] ?? '';
    const told = sentenceOf(() => parseConfig('configure.md', `${tls}\nunknown: 1`));
    expect(told).toContain('unknown is not known');
    expect(told).not.toMatch(/- listeners.* is not known|- publicUrl/);
    for (const key of ['certificateFile', 'keyFile', 'clientCaFile']) expect(tls).toContain(`${key}:`);
  });

  it('has places of a token that the service takes', () => {
    const written = [...read('configure.md').matchAll(/```yaml\n((?:file|env|kubernetesSecret|vault): [^]*?)```/g)];
    expect(written).toHaveLength(4);
    const least = new LeastConfiguration();
    const vault = { url: 'https://vault.example.com', tokenFile: least.files.write('vault-token', 'a-token-of-vault') };
    for (const [, text = ''] of written) {
      const accounts = [
        { name: 'tools', inCluster: true },
        { name: 'edge', server: 'https://edge.example.com:6443', token: parse(text) as unknown },
      ];
      expect([text, least.problems({ accounts, vault })]).toEqual([text, []]);
    }
    least.files.remove();
  });

  it('names every key of the section for machines', () => {
    const text = sentenceOf(() => parseConfig('gennaker.yaml', 'oidc: { unknown: 1, machines: [{ unknown: 1 }] }'));
    const known = [...text.matchAll(/oidc\.(.*)unknown is not known; here stand (.*)/g)].flatMap(
      ([, within = '', keys = '']) => keys.split(', ').map((key) => `oidc.${within.replace('[0]', '[]')}${key}`),
    );
    expect(known.length).toBeGreaterThan(6);
    const told = read('configure.md');
    for (const key of known.filter((one) => one !== 'oidc.machines')) expect(told).toContain(`| \`${key}\``);
  });

  it('names every key that is known', () => {
    const text = sentenceOf(() => parseConfig('gennaker.yaml', 'unknown: 1'));
    const known = /unknown is not known; here stand (.*)/.exec(text)?.[1] ?? '';
    expect(known.split(', ').length).toBeGreaterThan(8);
    const table = read('configure.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .join('\n');
    for (const key of known.split(', ')) expect(table).toMatch(new RegExp(`\`${key}[.\`\\[]`));
  });
});

describe('docs/machines.md', () => {
  it('says of every route of the table which scope it needs, and of no other', () => {
    const rows = [...read('machines.md').matchAll(/^\| `([A-Z]+ \/v1\/machines\/[^`]*)` +\| `([^`]+)` +\|/gm)];
    expect(Object.fromEntries(rows.map(([, route, scope]) => [route, scope]))).toEqual(machineRoutes);
  });

  it('has an example of a start that can be planned', () => {
    const body: unknown = JSON.parse(example('machines.md', 'json'));
    expect(Compile(MachineStartRequest).Check(body)).toBe(true);
    const parsed = parseDeployment(at(body, 'deployment'));
    if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
    const { deployment } = parsed;
    const asked = { deployment, application: 'shop', account: { name: 'prod' }, deploymentId: 'd' };
    expect(planDeployment(asked)).toMatchObject({ kind: 'planned' });
  });

  it('names every scope', () => {
    for (const scope of machineScopes) expect(read('machines.md')).toContain(`\`${scope}\``);
  });
});

describe('docs/stage.md', () => {
  const stage: unknown = JSON.parse(example('stage.md', 'json'));

  it('has an example that the service takes and can plan', () => {
    expect([at(stage, 'type'), at(stage, 'alias')]).toEqual([stageType, stageAlias]);
    const parsed = parseDeployment(at(stage, 'deployment'));
    if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
    const { deployment } = parsed;
    const account = { name: 'prod', namespaces: ['shop'] };
    const planned = planDeployment({ deployment, account, application: 'shop', deploymentId: 'd1' });
    expect(planned).toMatchObject({ kind: 'planned', plan: { objects: [{ object: { kind: 'Rollout' } }] } });
  });

  it('says what becomes of every kind that is known, on the side of the table where it belongs', () => {
    const rows = read('stage.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    for (const { kind, rule } of knownKinds) {
      const row = rows.find((line) => new RegExp(`^\\|[^|]*\\b${kind}\\b`).test(line)) ?? `no row for ${kind}`;
      const said = row.split('|')[2] ?? row;
      const word = rule.treatment === 'progressive' ? 'rolled out' : rule.treatment;
      expect([kind, said]).toEqual([kind, expect.stringMatching(new RegExp(`^ ${word}`))]);
    }
  });

  it('names every key that is decided and not built', () => {
    const text = read('stage.md');
    for (const key of ['blueGreen', 'trafficManagement', 'analysis', 'approvalExpiration']) expect(text).toContain(key);
  });
});

describe('docs/stage-reference.md', () => {
  /** Whatever widths the columns are given. */
  const cells = (page: string): string => page.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---');

  it('is what the schema of the stage says', () => {
    expect(cells(read('stage-reference.md'))).toBe(cells(stageReference(DeploymentConfiguration)));
  });

  it('says what the parser fills in, and of every key that is known to it', () => {
    const least = {
      targets: [{ account: 'prod' }],
      manifest: { source: 'text', text: 'kind: Deployment' },
      strategy: { canary: { steps: [] } },
    };
    const parsed = parseDeployment(least);
    if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
    const rows = [...read('stage-reference.md').matchAll(/^\| `(\w[\w.[\]]*)` +\|[^|]*\| `?([^|`]*)`? +\|/gm)];
    const filledIn = rows.filter(([, , otherwise = '']) => !['', 'must be said'].includes(otherwise.trim()));
    expect(filledIn.length).toBeGreaterThan(7);
    for (const [, path = '', otherwise = ''] of filledIn) {
      const found = at(parsed.deployment, ...path.split('.'));
      expect([path, Array.isArray(found) ? 'none' : String(found)]).toEqual([path, otherwise.trim()]);
    }
    expect(Object.keys(parsed.deployment).filter((key) => !rows.some(([, path = '']) => path.startsWith(key)))).toEqual(
      [],
    );
  });
});

describe('docs/permissions.md', () => {
  it('has the table of rights as the code has it', () => {
    const rows = read('permissions.md').split('## Rights')[1]?.split('**Not')[0]?.split('\n') ?? [];
    const cells = rows
      .filter((line) => line.startsWith('|') && !line.includes('---'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(cells).toEqual(rightsTable());
  });
});

describe('docs/operate.md', () => {
  it('names every metric of ours, and no other', async () => {
    const metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
    const ours = [...(await metrics.text()).matchAll(/^# TYPE (gennaker_\w+)/gm)].map(([, name]) => name);
    const told = [...read('operate.md').matchAll(/`(gennaker_\w+)`/g)].map(([, name]) => name);
    expect([...new Set(told)].sort()).toEqual([...new Set(ours)].sort());
  });

  it('names no event that is never logged', () => {
    const sources = sourceFiles.map(readSource).join('\n');
    const table = read('operate.md').split('## Logs')[1]?.split('##')[0] ?? '';
    const events = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = '']) => cell.split(', '));
    expect(events.length).toBeGreaterThan(8);
    for (const event of events) expect(sources).toContain(event.replaceAll('`', "'"));
  });
});

describe('docs/troubleshoot.md', () => {
  it('names every check of the doctor, and no other', () => {
    const table = read('troubleshoot.md').split('## By symptom')[1]?.split('\n## ')[0] ?? '';
    const cells = table.split('\n').map((line) => line.split('|').at(-2) ?? '');
    const told = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    const quiet = ['Front50', 'webhook permissions'];
    expect([...new Set([...told, ...quiet])].sort()).toEqual([...checkNames].sort());
  });

  it('has an example and a table with every flag', () => {
    const words = example('troubleshoot.md', '').trim().split(/\s+/).slice(2);
    const told = [...read('troubleshoot.md').matchAll(/^\| `(--[\w-]+)`/gm)].map(([, flag]) => flag);
    expect([...doctorUsage.matchAll(/--[\w-]+/g)].map(([flag]) => flag).sort()).toEqual([...told].sort());
    expect(words.filter((word) => word.startsWith('--') && !told.includes(word))).toEqual([]);
  });
});

describe('docs/security.md', () => {
  const rows = read('security.md')
    .split('\n')
    .filter((line) => /^\|(?! -| tries | what )/.test(line));

  it('names in every row a test file that exists, and a test that stands in it', () => {
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const [, file = '', title = ''] = /`(test\/[\w./-]+\.tsx?)`, "([^"]+)"/.exec(row) ?? [];
      expect([row, projectFiles.includes(file)]).toEqual([row, true]);
      expect([
        row,
        readSource(file).includes(title.replaceAll("'", "\\'")) || readSource(file).includes(title),
      ]).toEqual([row, true]);
    }
  });
});

function sentenceOf(action: () => unknown): string {
  try {
    return String(action());
  } catch (error) {
    return String(error);
  }
}
