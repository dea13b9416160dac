import { doctorCommand, readDoctorArguments } from '../../../backend-stub/doctor-command.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { DoctorWorld, bearer } from './doctor-world.ts';
import { failuresAtGate } from './failures-at-gate.ts';
import { failuresAtOrca } from './failures-at-orca.ts';
import { failuresElsewhere } from './failures-elsewhere.ts';

const isFile = (word = ''): boolean => word === '--orca-file' || word === '--gate-file';

const failures = [...failuresAtGate, ...failuresAtOrca, ...failuresElsewhere];

const programs = requirePrograms();
const itOnPostgres = programs === undefined ? it.skip : it;

describe('the doctor', () => {
  let world: DoctorWorld;
  beforeAll(async () => {
    world = await DoctorWorld.start();
  });
  beforeEach(() => world.heal());
  afterAll(() => world.close());

  itOnPostgres(
    'finds nothing wrong where everything is right, says what else is to be known, and ends with 0',
    async () => {
      const server = await PostgresCluster.start(programs ?? '');
      try {
        world.databaseUrl = await server.createDatabase();
        const { code, findings } = await world.ask();
        const others = findings.filter(({ verdict }) => verdict !== 'ok');
        // By the rights that it has, which are those of a namespace, and from where it runs.
        expect(others.map(({ check, verdict }) => [check, verdict])).toEqual([
          ['people listener', 'note'],
          ['Argo Rollouts', 'note'],
        ]);
        expect(code).toBe(0);
      } finally {
        await server.remove();
      }
    },
  );

  it.each(failures)('names it where $failure', async ({ breaks, check, said, change }) => {
    breaks(world);
    const { code, findings, output } = await world.ask();
    const wrong = findings.flatMap((finding) =>
      finding.verdict === 'wrong' && finding.check === check ? [finding] : [],
    );
    const found = wrong.find(({ sentence }) => said.test(sentence));
    expect(found ?? wrong).toMatchObject({
      sentence: expect.stringMatching(said),
      change: expect.stringMatching(change),
    });
    expect(code).toBe(1);
    for (const secret of [bearer, 'the-password', 'SECRET', 'secret-in-the-file-itself', 'another-bearer'])
      expect(output).not.toContain(secret);
  });

  it('judges the files that the configuration names as it does those that it is given', async () => {
    world.orcaFile = world.orcaFile.replace('allowedRequestsEnabled: true', 'allowedRequestsEnabled: false');
    const names = { orcaFiles: [world.files.path('orca-local.yml')], gateFiles: [world.files.path('nothing.yml')] };
    world.changes = { doctor: names };
    const told = readDoctorArguments(
      world.words().filter((word, index, words) => !isFile(word) && !isFile(words[index - 1])),
    );
    if (told.kind === 'misused') throw new Error(told.why);
    const { output } = await doctorCommand(told);
    expect(output).toContain('orca-local.yml line 2, webhook.allowedRequestsEnabled: true');
    expect(output).toContain('nothing.yml can not be read: ENOENT.');
  });

  it('asks nobody twice in one look, however many checks rest on the answer', async () => {
    const { clouddriver, front50, orca, fiat } = world.parts;
    const services = [clouddriver.service, front50.service, orca, fiat.service];
    for (const { asked } of services) asked.splice(0);
    await world.ask();
    const calls = services.flatMap(({ asked }) => asked.map(({ method, path }) => `${method} ${path}`));
    expect(calls.length).toBeGreaterThan(4);
    expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
  });

  it('tells everything that is wrong at once', async () => {
    for (const { breaks } of failures
      .filter(({ check }) => ['webhook keys', 'plugin bundle'].includes(check))
      .slice(0, 3))
      breaks(world);
    world.changes = { fiat: { url: 'http://127.0.0.1:1' }, front50: { url: 'http://127.0.0.1:1' } };
    const { findings } = await world.ask();
    const wrong = new Set(findings.filter(({ verdict }) => verdict === 'wrong').map(({ check }) => check));
    expect([...wrong]).toEqual(expect.arrayContaining(['plugin bundle', 'Fiat', 'Front50']));
  });

  it('can not tell what Gate serves to somebody who has not logged in, and says what it needs', async () => {
    world.headers = 'Accept: application/json\n';
    const { findings } = await world.ask();
    for (const name of ['plugin manifest', 'plugin bundle', 'Gate proxy'])
      expect(findings.find(({ check }) => check === name)).toMatchObject({
        verdict: 'unknown',
        sentence: expect.stringContaining('--gate-headers'),
      });
  });
});
