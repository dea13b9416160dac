import { messageOf } from '../caller.ts';
import { configuration, deploymentManifest, withText } from '../executions.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyBodies(world: OrcaWorld): void {
  describe('a body', () => {
    it.each([
      ['no JSON', '{"targets":', 400],
      ['empty', '', 400],
      ['with a key that would change what objects are', '{"__proto__": {"a": 1}}', 400],
    ])('that is %s is refused', async (_case, body, status) => {
      const answer = await world.listeners.post(world.shown(), {
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      expect([answer.status, answer.body['error']]).toEqual([status, 'bad-input']);
    });

    it('of another type is refused', async () => {
      const answer = await world.listeners.post(world.shown(), {
        body: 'targets: []',
        headers: { 'Content-Type': 'text/yaml' },
      });
      expect([answer.status, answer.body['error']]).toEqual([415, 'bad-input']);
    });

    it('that is nested like no stage is refused, and does not end in a fault', async () => {
      const body = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      const answer = await world.listeners.post(world.shown(), { body });
      expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringContaining('100 levels deep')]);
    });

    it('over the limit is refused before it is read', async () => {
      const answer = await world.listeners.post(world.shown(), { body: { text: 'x'.repeat(9 * 1024 * 1024) } });
      expect([answer.status, answer.body['error']]).toEqual([413, 'bad-input']);
    });

    it.each([[[]], ['text'], [3], [null]])(
      'that is %j is no deployment, even when Orca shows the same',
      async (body) => {
        const answer = await world.listeners.post(world.shown({ deployment: body }), { body: JSON.stringify(body) });
        expect([answer.status, messageOf(answer)]).toEqual([
          400,
          expect.stringContaining('deployment: This must be an object'),
        ]);
      },
    );

    const problems: readonly (readonly [string, unknown, readonly string[]])[] = [
      ['a manifest over 2 MiB', withText('x'.repeat(2 ** 21 + 1)), ['deployment.manifest.text', '2 MiB']],
      ['an unknown key', configuration({ onFailur: 'keep' }), ['deployment.onFailur', 'did you mean "onFailure"']],
      [
        'a key that is not built',
        configuration({ ifInProgress: 'wait' }),
        ['deployment.ifInProgress', 'not built yet'],
      ],
      ['an unknown account', configuration({ targets: [{ account: 'moon' }] }), ['WRITE on account moon']],
      [
        'a namespace that is not allowed',
        withText(deploymentManifest('web', { namespace: 'bank' })),
        ['Deployment web', 'Account prod does not allow namespace bank', 'shop, cart'],
      ],
      ['broken YAML', withText('a: [\nb: 1'), ['line']],
      [
        'no Deployment in it',
        withText('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\n'),
        ['no Deployment in it'],
      ],
      [
        'a Deployment that can not be followed',
        withText(deploymentManifest('web').replace('replicas: 4', 'strategy: { type: Recreate }')),
        ['Deployment web', 'Recreate'],
      ],
      [
        'a mistake in the second document',
        withText(`${deploymentManifest('web')}---\n${deploymentManifest('web')}`),
        ['document 2', 'line 11', 'document 1, line 1'],
      ],
      [
        'Secret data without a key to seal it',
        withText(
          `${deploymentManifest('web')}---\napiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { a: b }\n`,
        ),
        ['Secret with data', 'sealingKeyFiles'],
      ],
    ];
    it.each(problems)('with %s is refused in a sentence that names the place', async (_case, deployment, parts) => {
      const answer = await world.listeners.post(world.shown({ deployment }));
      for (const part of parts) expect(messageOf(answer)).toContain(part);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });

    it('for an account that the service does not know is refused with the ones it knows', async () => {
      const running = world.shown({
        user: 'admin@example.com',
        deployment: configuration({ targets: [{ account: 'moon' }] }),
      });
      const answer = await world.listeners.post(running);
      expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringContaining('it knows prod, staging')]);
    });

    it('with a NUL in a value, which no text column takes, is kept as it is', async () => {
      const text = deploymentManifest('nul').replace(
        'name: main,',
        'name: main, env: [{ name: NUL, value: "a\\0b" }],',
      );
      const answer = await world.listeners.post(world.shown({ deployment: withText(text) }));
      const record = await world.listeners.store.read(String(answer.body['deploymentId']));
      expect([answer.status, JSON.stringify(record?.plan.objects)]).toEqual([
        202,
        expect.stringContaining(JSON.stringify('a\0b')),
      ]);
    });
  });
}
