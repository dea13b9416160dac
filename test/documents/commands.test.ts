import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bearerTokenProblem } from '../../backend-stub/access/bearer-token.ts';
import { read } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { holdCommand } from './command-rules.ts';
import { commandsInSentences, commandsOf, guides } from './pages.ts';
import type { Command } from './pages.ts';

const blocks = guides.flatMap(commandsOf);
const inSentences = guides.flatMap(commandsInSentences);

function problemOf({ line }: Pick<Command, 'line'>): string | undefined {
  try {
    holdCommand(line);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe('what pages tell people to type', () => {
  it('is known, and names what there is', () => {
    expect(blocks.length).toBeGreaterThan(30);
    expect(inSentences.length).toBeGreaterThan(5);
    const problems = [...blocks, ...inSentences].flatMap((command) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [`${command.page}: ${command.line}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['brew install gennaker', 'brew is a command without a rule'],
    ['kubectl -n gennaker get pods | grep gennaker', 'grep is a command without a rule'],
    ['kubectl -n gennaker logs -l app=gennaker', 'no pod of ours has the label app=gennaker'],
    ['kubectl -n gennaker rollout status deployment/gennaker-server', 'gennaker-server is none of gennaker'],
    ['kubectl -n other get pods', 'other is none of gennaker'],
    ['kubectl apply -f deploy/nothing.yaml', 'deploy/nothing.yaml is not there'],
    ['kubectl -n gennaker create secret generic gennaker --from-file=orca-bearer', 'the Secret gennaker needs'],
    ['kubectl -n gennaker delete pods', 'no file is named'],
    ['curl http://gennaker.gennaker.svc:8081/v1/machines/audit?after=1', 'a shell would take ? or & for its own'],
    ['helm install gennaker dist/release/gennaker-chart-9.9.9.tgz --namespace gennaker', 'must be'],
    ['helm install gennaker --nampespace gennaker', '--nampespace is not known'],
    ['curl http://gennaker.gennaker.svc:8081/v1/machines/nothing', 'GET /v1/machines/nothing is none of'],
    ['curl http://gennaker.gennaker.svc:8081/v1/machines/deployments', 'must be ["Authorization: Bearer $TOKEN"]'],
    ['gennaker doctor --config FILE --orca FILE', "Unknown option '--orca'"],
    ['gennaker serve', 'must be [1,0]'],
    ['npm run configure', 'configure is none of'],
    ['npm run config -- --for operator', '["misused"] must be ["asked"]'],
  ])('is refused as %s', (line, why) => {
    expect(problemOf({ line })).toContain(why);
  });

  it('is told of pods by a label that ours have', () => {
    const labels = guides.flatMap((page) => [...read(page).matchAll(/pods have the label `([^`]+)`/g)]);
    expect(labels).toHaveLength(1);
    for (const [, label = ''] of labels) expect(read('deploy/base/deployment.yaml')).toContain(`labels: { ${label} }`);
  });

  it('makes keys and secrets that the service takes', () => {
    const folder = scratchFolder('typed');
    const made = blocks.filter(({ line }) => /^(openssl|printf) /.test(line));
    expect(made).toHaveLength(5);
    // A password as somebody writes it into a URL.
    for (const { line } of made)
      execFileSync('sh', ['-e', '-c', line.replace('PASSWORD', 'p%40ss%25d')], { cwd: folder, stdio: 'pipe' });
    const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect([bearerTokenProblem(file('orca-bearer')), file('orca-bearer')]).toEqual([
      undefined,
      expect.stringMatching(/^\w{48}$/),
    ]);
    expect(Buffer.from(file('sealing-key'), 'base64')).toHaveLength(32);
    expect(file('postgres-url')).toMatch(/^postgres:\/\/gennaker:p%40ss%25d@\S+\/gennaker$/);
    expect([file('audit-key.pem'), file('audit-key.public.pem')]).toEqual([
      expect.stringContaining('PRIVATE KEY'),
      expect.stringContaining('PUBLIC KEY'),
    ]);
  });
});
