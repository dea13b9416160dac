import type { Finding } from '../../../backend-stub/contract/doctor.ts';
import { judgeDatabase } from '../../../backend-stub/doctor/database.ts';
import { seen, unasked } from '../../../backend-stub/doctor/look.ts';
import { lookAtDatabase } from '../../../backend-stub/store/look-at-database.ts';
import { tableNames } from '../../../backend-stub/store/tables.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { Databases, password } from './databases.ts';
import { defects, oldest, refusals } from './failures-of-databases.ts';
import type { DatabaseFailure } from './failures-of-databases.ts';

const programs = requirePrograms();
const describeOnPostgres = programs === undefined ? describe.skip : describe;
const patience = 60_000;

const judged = async (address: string): Promise<readonly Finding[]> => judgeDatabase(await lookAtDatabase(address));
const verdicts = (findings: readonly Finding[]): readonly (readonly unknown[])[] =>
  findings.map(({ about, verdict }) => [about, verdict]);

describeOnPostgres('what the doctor says of a database', () => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await Databases.start(programs ?? '');
  }, patience);
  afterEach(() => databases.asAdministrator('alter role gennaker connection limit -1'));
  afterAll(() => databases.remove());

  const names = async ({ address, said, change }: DatabaseFailure): Promise<readonly Finding[]> => {
    const findings = await judged(await address(databases));
    const wrong = findings.filter(({ verdict }) => verdict === 'wrong');
    expect(wrong).toContainEqual(
      expect.objectContaining({ sentence: expect.stringMatching(said), change: expect.stringMatching(change) }),
    );
    expect(wrong).toHaveLength(1);
    const text = JSON.stringify(findings);
    for (const secret of [password, encodeURIComponent(password), 'undisclosed']) expect(text).not.toContain(secret);
    return findings;
  };

  it.each(refusals)('is one sentence with what to change where $failure', async (failure) => {
    expect(await names(failure)).toHaveLength(1);
  });

  it.each(defects)('names what is wrong with it where $failure', async (failure) => {
    expect((await names(failure)).length).toBeGreaterThan(1);
  });

  it('is that all is in order before the first start and after it, with every table that migrations make', async () => {
    const empty = await judged(await databases.empty('fresh'));
    expect(verdicts(empty)).toEqual([
      ['server', 'ok'],
      ['tables', 'ok'],
      ['rights', 'ok'],
    ]);
    expect(empty).toContainEqual(
      expect.objectContaining({ sentence: 'It has no tables yet: the first start makes them.' }),
    );
    const current = await judged(await databases.current('started'));
    expect(current).toContainEqual(expect.objectContaining({ sentence: 'Its tables are those of this version.' }));
    expect(current.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
    await databases.asAdministrator(
      `do $$ begin if (select count(*) from pg_tables where schemaname = 'public'
      and tablename not like 'kysely%') <> ${tableNames.length} then raise 'tables'; end if; end $$`,
      'started',
    );
  });

  it('is that tables of an earlier version are brought up to date, by which migrations', async () => {
    const address = await databases.empty('earlier');
    const owned = oldest.replaceAll('OWNER TO postgres', 'OWNER TO gennaker');
    await databases.asAdministrator(owned, 'earlier');
    const findings = await judged(address);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
    expect(findings).toContainEqual(
      expect.objectContaining({ sentence: expect.stringMatching(/next start brings them up to date \(0002-.*0011-/) }),
    );
  });

  it('is with TLS whether anybody looks at the certificate', async () => {
    await databases.encrypts(true);
    await databases.empty('secured');
    const verified = databases.url('secured', `?sslmode=verify-full&sslrootcert=${databases.authority()}`);
    expect(verdicts(await judged(verified))).toContainEqual(['TLS', 'ok']);
    expect(verdicts(await judged(databases.url('secured', '?sslmode=no-verify')))).toContainEqual(['TLS', 'note']);
  });
});

describe('a database', () => {
  const fine = {
    version: 150_018,
    isReadOnly: false,
    traffic: 'encrypted',
    migrations: { isEmpty: false, missing: [], unknown: [] },
    mayCreate: true,
    closed: [],
    foreign: [],
  } as const;
  const of = (changed: object, about: string): Finding | undefined =>
    judgeDatabase(seen({ ...fine, ...changed })).find((finding) => finding.about === about);

  it.each([
    [100_000, 'wrong', 'It is PostgreSQL 10, and the tables need 11 or later.'],
    [140_002, 'note', 'tested with 15'],
    [150_018, 'ok', 'PostgreSQL 15 takes'],
    [170_004, 'note', 'tested with 15'],
  ])('of the version %i is %s', (version, verdict, sentence) => {
    expect(of({ version }, 'server')).toMatchObject({ verdict, sentence: expect.stringContaining(sentence) });
  });

  it('on another machine without TLS is told as such, and is no trouble', () => {
    expect(of({ traffic: 'in clear' }, 'TLS')).toMatchObject({
      verdict: 'note',
      sentence: expect.stringContaining('not encrypted'),
    });
  });

  it('that is none, as on the playground, is no trouble', () => {
    expect(judgeDatabase(seen('in this process'))).toMatchObject([{ verdict: 'note' }]);
  });

  it('that nobody could be asked about can not be told', () => {
    expect(judgeDatabase(unasked('The configuration can not be used.'))).toMatchObject([{ verdict: 'unknown' }]);
  });
});
