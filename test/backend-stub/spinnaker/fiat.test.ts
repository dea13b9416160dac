import { isAuthorizationsUnavailable, NoAnswer } from '../../../backend-stub/spinnaker/errors.ts';
import { fiatViews, type FiatViews } from '../../../backend-stub/spinnaker/fiat.ts';
import { fiatView, startFiat, type SmallFiat } from '../../spinnaker/fiat.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { readFixture, readObject, recordedOracle, recordedViews, rulesOf } from '../../spinnaker/recordings.ts';

describe('what Fiat says about a user', () => {
  let fiat: SmallFiat;
  let clock: HandClock;
  let views: FiatViews;

  beforeEach(async () => {
    fiat = await startFiat(recordedViews());
    clock = new HandClock();
    views = fiatViews({ url: fiat.url, clock });
  });
  afterEach(() => fiat.close());

  const failure = (user = 'alice@example.com'): Promise<unknown> =>
    views.permissions(user).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is read with names and roles as Fiat compares them', async () => {
    const permissions = await views.permissions('alice@example.com');
    expect(permissions?.roles).toEqual(['dev', 'team-a']);
    expect(permissions?.admin).toBe(false);
    expect(permissions?.accounts.get('staging')).toEqual(['READ', 'WRITE']);
    expect(permissions?.applications.get('app-rxw')).toEqual(['EXECUTE']);
    expect(permissions?.applications.has('APP-RXW')).toBe(false);
  });

  it('says when it was asked, also of an answer that was kept', async () => {
    clock.move(1000);
    const asked = (await views.permissions('alice@example.com'))?.askedAt;
    clock.move(3000);
    expect((await views.permissions('alice@example.com'))?.askedAt).toBe(asked);
    expect(clock.elapsed() - (asked ?? 0)).toBe(3000);
  });

  it('is the same for a person who is written in another case', async () => {
    expect((await views.permissions('Alice@Example.com'))?.roles).toEqual(['dev', 'team-a']);
  });

  it('tells of nobody what is open to everybody, and takes no caller for nobody', async () => {
    expect((await views.everybody())?.accounts).toEqual(new Map([['open', ['READ', 'WRITE', 'EXECUTE', 'CREATE']]]));
    expect(fiat.service.asked.map(({ path }) => path)).toEqual(['/authorize/anonymous']);
    expect(await views.permissions('anonymous')).toBeUndefined();
    expect(await views.permissions('__unrestricted_user__')).toBeUndefined();
  });

  it('knows an admin', async () => {
    expect((await views.permissions('admin@example.com'))?.admin).toBe(true);
  });

  it('is asked for without X-SPINNAKER-USER, since Fiat would invent a view for whom it names', async () => {
    await views.permissions('alice@example.com');
    expect(Object.keys(fiat.service.asked[0]?.headers ?? {})).not.toContain('x-spinnaker-user');
  });

  describe('with a 404', () => {
    it('is that it does not know the user', async () => {
      expect(await views.permissions('never-logged-in@example.com')).toBeUndefined();
    });

    it('is nothing about a resource that the user may not touch or that does not exist: those are in no view', async () => {
      const permissions = await views.permissions('bob@example.com');
      expect(permissions?.accounts.has('prod')).toBe(false);
      expect(permissions?.accounts.has('missing')).toBe(false);
      expect(fiat.service.asked.map(({ path }) => path)).toEqual(['/authorize/bob%40example.com']);
    });

    it('is not believed when a page of HTML comes with it: that is some proxy', async () => {
      fiat.service.insteadAnswer({ status: 404, body: '<html><h1>404 page not found</h1></html>' });
      expect(await failure()).toMatchObject({ name: 'AuthorizationsUnavailable' });
    });
  });

  describe('when asked whether somebody may create an application', () => {
    const created = async (user: string, name: string): Promise<unknown> =>
      views.mayCreate(user, name).catch((error: unknown) => (error instanceof Error ? error.name : error));

    it('is yes or no, by the name alone and anew each time', async () => {
      const { users, ...configured } = recordedOracle().configurations['star-aggregate'] ?? { users: {} };
      expect(users).not.toEqual({});
      await fiat.close();
      fiat = await startFiat(recordedViews(), 'fiat' in configured ? rulesOf(configured) : undefined);
      views = fiatViews({ url: fiat.url, clock });
      expect([await created('alice@example.com', 'teama-x'), await created('alice@example.com', 'x')]).toEqual([
        true,
        false,
      ]);
      await created('alice@example.com', 'x');
      expect(fiat.service.asked.map(({ body }) => body)).toEqual([
        '{"name":"teama-x"}',
        '{"name":"x"}',
        '{"name":"x"}',
      ]);
    });

    it('is neither with any other answer', async () => {
      fiat.service.insteadAnswer({ status: 503, body: {} });
      expect(await created('alice@example.com', 'x')).toBe('AuthorizationsUnavailable');
      fiat.service.insteadAnswer({ status: 404, body: '<html></html>' });
      expect(await created('alice@example.com', 'x')).toBe('AuthorizationsUnavailable');
      fiat.service.insteadAnswer('hang up');
      expect(await created('alice@example.com', 'x')).toBe('AuthorizationsUnavailable');
    });

    it('is no for a name that nobody has, without asking', async () => {
      expect(await Promise.all(['', 'anonymous', '..'].map((user) => created(user, 'x')))).toEqual([
        false,
        false,
        false,
      ]);
      expect(fiat.service.asked).toEqual([]);
    });
  });

  describe('is neither yes nor no', () => {
    it('when its port is closed', async () => {
      await fiat.service.down();
      const error = await failure();
      expect(isAuthorizationsUnavailable(error) && error.cause).toBeInstanceOf(NoAnswer);
      await fiat.service.up();
    });

    it('when it has no user at all, and answers 503', async () => {
      for (const user of Object.keys(recordedViews())) fiat.set(user, undefined);
      expect(await failure()).toMatchObject({
        name: 'AuthorizationsUnavailable',
        message: 'Fiat could not say what alice@example.com may do: it answered 503',
      });
    });

    const view = readObject('fiat/authorize-alice.json');
    it.each([
      ['500', { status: 500, body: { status: 500 } }],
      ['400', { status: 400, body: { status: 400 } }],
      ['401', { status: 401, body: '' }],
      ['403', { status: 403, body: { status: 403 } }],
      ['204', { status: 204 }],
      ['201 with a view', { status: 201, body: view }],
      ['an empty 200', { status: 200, body: '' }],
      ['HTML', { status: 200, body: '<html>Sign in</html>' }],
      ['null', { status: 200, body: 'null' }],
      ['a list', { status: 200, body: [view] }],
      ['half a view', { status: 200, body: JSON.stringify(view).slice(0, 200) }],
      ['a view without applications', { status: 200, body: { ...view, applications: undefined } }],
      ['a view with an application without a name', { status: 200, body: { ...view, applications: [{}] } }],
      ['a view with roles of another shape', { status: 200, body: { ...view, roles: ['team-a'] } }],
      ['a view of somebody else', { status: 200, body: fiatView('admin@example.com', { admin: true }) }],
      ['the view of everybody', { status: 200, body: readFixture('fiat/authorize-anonymous.json') }],
    ])('when it answers with %s', async (_what, answer) => {
      fiat.service.insteadAnswer(answer);
      expect(await failure()).toMatchObject({ name: 'AuthorizationsUnavailable' });
    });

    it('when it points elsewhere, where nobody is asked', async () => {
      const elsewhere = await startFiat({ 'alice@example.com': fiatView('alice@example.com', { admin: true }) });
      fiat.service.insteadAnswer({
        status: 302,
        headers: { Location: `${elsewhere.url}/authorize/alice@example.com` },
      });
      expect(await failure()).toMatchObject({ name: 'AuthorizationsUnavailable' });
      expect(elsewhere.service.asked).toEqual([]);
      await elsewhere.close();
    });

    it('when it answers too late', async () => {
      views = fiatViews({ url: fiat.url, clock, timeoutMilliseconds: 60 });
      fiat.service.hold();
      const error = await failure();
      expect(isAuthorizationsUnavailable(error) && String(error.cause)).toContain('within 60 ms');
    });

    it('when it answers with more than can be a view', async () => {
      views = fiatViews({ url: fiat.url, clock, responseByteLimit: 100 });
      expect(await failure()).toMatchObject({ name: 'AuthorizationsUnavailable' });
    });
  });

  it('is asked for once more when the connection was cut', async () => {
    fiat.service.onceAnswer('hang up');
    expect((await views.permissions('alice@example.com'))?.roles).toEqual(['dev', 'team-a']);
    expect(fiat.service.asked).toHaveLength(2);
  });

  it('is asked for no oftener than twice', async () => {
    fiat.service.insteadAnswer('hang up');
    expect(await failure()).toMatchObject({ name: 'AuthorizationsUnavailable' });
    expect(fiat.service.asked).toHaveLength(2);
  });

  it('is not asked for again after an answer, however bad', async () => {
    fiat.service.insteadAnswer({ status: 500 });
    await failure();
    expect(fiat.service.asked).toHaveLength(1);
  });

  describe('with an odd name', () => {
    it.each([
      'a b@example.com',
      'ä/ö?x=1#y',
      '../admin',
      'a%2Fb',
      '50%',
      'x;y=z',
      'system:serviceaccount:a:b',
      "o'neil+x",
    ])('asks about %s and nobody else', async (user) => {
      fiat.set(user, fiatView(user, { roles: [{ name: ' Team-X ' }] }));
      expect((await views.permissions(user))?.roles).toEqual(['team-x']);
      expect(fiat.service.asked[0]?.path).toBe(`/authorize/${encodeURIComponent(user)}`);
    });

    it.each(['', ' ', 'anonymous', 'ANONYMOUS', '__unrestricted_user__', '.', '..', '\ud800'])(
      'knows nobody called "%s", and does not ask',
      async (user) => {
        expect(await views.permissions(user)).toBeUndefined();
        expect(fiat.service.asked).toEqual([]);
      },
    );
  });

  describe('is remembered', () => {
    it('for five seconds', async () => {
      await views.permissions('alice@example.com');
      fiat.set('alice@example.com', fiatView('alice@example.com'));
      clock.move(4_999);
      expect((await views.permissions('alice@example.com'))?.roles).toEqual(['dev', 'team-a']);
      clock.move(1);
      expect((await views.permissions('alice@example.com'))?.roles).toEqual([]);
    });

    it('no longer and no shorter because the clock is set', async () => {
      await views.permissions('alice@example.com');
      clock.jump(3_600_000);
      clock.move(4_999);
      await views.permissions('alice@example.com');
      expect(fiat.service.asked).toHaveLength(1);
      clock.jump(-7_200_000);
      clock.move(1);
      await views.permissions('alice@example.com');
      expect(fiat.service.asked).toHaveLength(2);
    });

    it('for each user apart', async () => {
      await views.permissions('alice@example.com');
      expect((await views.permissions('bob@example.com'))?.roles).toEqual(['team-b']);
    });

    it('not when it was a failure', async () => {
      fiat.service.onceAnswer({ status: 503 });
      await failure();
      expect((await views.permissions('alice@example.com'))?.roles).toEqual(['dev', 'team-a']);
    });

    it('for a bounded number of users, of whom the oldest is forgotten', async () => {
      views = fiatViews({ url: fiat.url, clock, cacheEntries: 2 });
      for (const user of ['alice', 'bob', 'dev', 'bob', 'alice']) await views.permissions(`${user}@example.com`);
      const users = fiat.service.asked.map(({ path }) => path.replace('/authorize/', '').replace('%40example.com', ''));
      expect(users).toEqual(['alice', 'bob', 'dev', 'alice']);
    });
  });

  it('is asked for once by many who ask at the same time', async () => {
    fiat.service.hold();
    const answers = Promise.all(Array.from({ length: 20 }, () => views.permissions('alice@example.com')));
    fiat.service.release();
    const roles = (await answers).map((permissions) => permissions?.roles);
    expect(roles).toEqual(Array.from({ length: 20 }, () => ['dev', 'team-a']));
    expect(fiat.service.asked).toHaveLength(1);
  });
});
