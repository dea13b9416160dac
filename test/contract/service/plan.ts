import type { ObjectChange } from '../../../backend-stub/contract/change.ts';
import type { PlanReport } from '../../../backend-stub/contract/plan.ts';
import { deployment, documents, service as serviceManifest } from '../../stage/manifests.ts';
import { alice, application } from '../../stage/people.ts';
import { approval, deployed, progressiveStage, waitingForApproval, weight } from '../../stage/pipeline.ts';
import { changedLines } from '../../backend-stub/deployment/changed-objects.ts';
import type { Service } from './service-under-test.ts';

const steps = [weight(25), { pause: { untilApproved: true, requiresRoles: ['release'] } }, weight(50), approval];

const settings = (level: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { level: ${level} }\n`;
const password = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: password, annotations: { strategy.spinnaker.io/versioned: "false" } }\nstringData: { value: ${value}, stays: not-shown-0 }\n`;
const environment = '          envFrom: [{ configMapRef: { name: settings } }]\n';

/** What would be said before anything is changed, and whether it is what then happens. */
export function planContract(service: Service): void {
  const plan = (manifest: string): Promise<PlanReport> =>
    service().world.as(alice).plan(application, progressiveStage({ manifest, steps }));
  const changes = (report: PlanReport): Readonly<Record<string, ObjectChange['verdict'] | undefined>> =>
    Object.fromEntries(report.objects.map(({ kind, change }) => [kind, change?.verdict]));
  const linesOf = (report: PlanReport, kind: string): readonly string[] =>
    changedLines(report.objects.find((object) => object.kind === kind)?.change?.diff ?? []);

  it.concurrent('of a workload that is new creates everything, and takes no step', async () => {
    const { namespace } = service().world;
    const report = await plan(documents(serviceManifest('plan-new'), deployment('plan-new')));
    expect(changes(report)).toEqual({ Service: 'create', Rollout: 'create' });
    expect(linesOf(report, 'Rollout').join('\n')).toContain('image: registry.example.com/web:1');
    expect(report).toMatchObject({
      abortDoesNotRestore: [`Service plan-new in ${namespace}`],
      approvals: [],
      notes: [
        `Rollout plan-new in ${namespace} is deployed for the first time: all its pods start at once, and no step is taken.`,
      ],
      problems: [],
    });
  });

  it.concurrent('of what runs already changes nothing, whatever controller and API server have filled in', async () => {
    const { namespace } = service().world;
    const manifest = documents(
      serviceManifest('plan-same'),
      settings('info').replace('name: settings', 'name: plan-same'),
      deployment('plan-same', { more: environment.replace('settings', 'plan-same') }),
    );
    await deployed(service().world, { manifest, steps });
    const report = await plan(manifest);
    expect(changes(report)).toEqual({ Service: 'unchanged', ConfigMap: 'unchanged', Rollout: 'unchanged' });
    expect(report).toMatchObject({
      abortDoesNotRestore: [],
      approvals: [],
      notes: [`Rollout plan-same in ${namespace} runs this version already: no pod is replaced, and no step is taken.`],
    });
    expect((await plan(manifest)).fingerprint).toEqual(report.fingerprint);
  });

  it.concurrent('shows the lines that change, what takes the place of what, and who has to approve', async () => {
    const { namespace } = service().world;
    const manifest = (image: string, level: string, port: number): string =>
      documents(
        serviceManifest('plan-next', port),
        settings(level).replace('name: settings', 'name: plan-next'),
        deployment('plan-next', { image, more: environment.replace('settings', 'plan-next') }),
      );
    await deployed(service().world, { manifest: manifest('web:1', 'info', 80), steps });
    const report = await plan(manifest('web:2', 'debug', 81));
    expect(changes(report)).toEqual({ Service: 'change', ConfigMap: 'replace', Rollout: 'change' });
    expect(linesOf(report, 'Service')).toEqual(['    - port: 80', '    - port: 81']);
    expect(linesOf(report, 'ConfigMap')).toEqual(
      expect.arrayContaining([
        '  level: info',
        '  level: debug',
        expect.stringMatching(/^ {2}name: plan-next-\w{10}$/),
      ]),
    );
    expect(linesOf(report, 'Rollout').filter((line) => line.includes('image:'))).toEqual([
      '          image: web:1',
      '          image: web:2',
    ]);
    expect(report.abortDoesNotRestore).toEqual([`Service plan-next in ${namespace}`]);
    expect(report.approvals).toEqual([
      {
        stepIndex: 1,
        weight: 25,
        requiresRoles: ['release'],
        sentence: 'Step 2 of 4, at 25 %: somebody with the role release, who may also deploy to test-cluster.',
      },
      {
        stepIndex: 3,
        weight: 50,
        requiresRoles: [],
        sentence: 'Step 4 of 4, at 50 %: whoever may deploy to test-cluster.',
      },
    ]);
  });

  it.concurrent('never holds a value of a Secret, and shows which key has another one', async () => {
    const name = (manifest: string): string => manifest.replace('name: password', 'name: plan-secret');
    const manifest = (value: string): string => documents(name(password(value)), deployment('plan-secret'));
    const before = await plan(manifest('not-shown-1'));
    await deployed(service().world, { manifest: manifest('not-shown-1'), steps });
    const after = await plan(manifest('not-shown-2'));
    expect([changes(before)['Secret'], changes(after)['Secret']]).toEqual(['create', 'change']);
    expect(linesOf(after, 'Secret').join('\n')).toContain('value: (hidden, new value)');
    const text = JSON.stringify([before, after]);
    for (const value of ['not-shown-0', 'not-shown-1', 'not-shown-2'])
      for (const written of [value, Buffer.from(value).toString('base64')]) expect(text).not.toContain(written);
  });

  it.concurrent('has another fingerprint when the manifest moved, and when the cluster did', async () => {
    const { outside, world } = service();
    const manifest = documents(serviceManifest('plan-moved'), deployment('plan-moved'));
    await deployed(world, { manifest, steps });
    const first = (await plan(manifest)).fingerprint;
    const other = (await plan(manifest.replace('web:1', 'web:2'))).fingerprint;
    expect([other?.manifest === first?.manifest, other?.cluster === first?.cluster]).toEqual([false, true]);
    await outside.patch('Service', 'plan-moved', { metadata: { labels: { moved: 'yes' } } });
    const moved = (await plan(manifest)).fingerprint;
    expect([moved?.manifest === first?.manifest, moved?.cluster === first?.cluster]).toEqual([true, false]);
  });

  it.concurrent('of a next version says when a quota has no room for both', async () => {
    const { outside, world } = service();
    const manifest = deployment('plan-quota');
    await deployed(world, { manifest, steps });
    const hard = { 'requests.example.com/seat': '4' };
    await outside.quotaOf('seats', hard, { 'requests.example.com/seat': '4' });
    const seated = manifest
      .replace('web:1', 'web:2')
      .concat('          resources: { requests: { example.com/seat: "1" }, limits: { example.com/seat: "1" } }\n');
    expect((await plan(seated)).warnings).toEqual([
      expect.stringMatching(
        /^ResourceQuota seats in \S+ can not hold both versions: of 4 requests\.example\.com\/seat 0 are free, and at the peak 4 more are needed\./,
      ),
    ]);
    expect((await plan(manifest)).warnings).toEqual([]);
  });

  it.concurrent('changes nothing while a next version waits', async () => {
    const { world, outside } = service();
    const manifest = deployment('plan-waiting');
    await deployed(world, { manifest, steps });
    const next = manifest.replace('web:1', 'web:2');
    await waitingForApproval(world, { manifest: next, steps });
    const before = await outside.rollout('plan-waiting');
    const report = await plan(manifest.replace('web:1', 'web:3'));
    expect(report.approvals).toHaveLength(2);
    expect(await outside.rollout('plan-waiting')).toEqual(before);
  });
}
