import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { AuditActor, AuditEntry, AuditPage, AuditRecord } from '../../../backend-stub/contract/audit.ts';

/** `npx tsx test/frontend/audit/write-fixtures.ts` writes `test/fixtures/audit` anew: always the same. */
const folder = join(process.cwd(), 'test/fixtures/audit');

const orca = (name: string): AuditActor => ({ name, roles: ['dev'], through: 'orca' });
const alice: AuditActor = { name: 'alice@example.com', roles: ['dev'], through: 'gate' };
const releaser: AuditActor = { name: 'releaser@example.com', roles: ['dev', 'release'], through: 'gate' };
const reader: AuditActor = { name: 'reader@example.com', roles: ['support'], through: 'gate' };
const admin: AuditActor = { name: 'admin@example.com', roles: ['spin-admins'], admin: true, through: 'gate' };
const service: AuditActor = { name: 'gennaker', through: 'service' };
const script: AuditActor = { name: 'release-robot', through: 'machine' };
const cluster: AuditActor = { name: 'system:serviceaccount:shop:deployer', through: 'cluster' };

type Told = Omit<AuditEntry, 'application' | 'account' | 'deployment' | 'execution' | 'stage'>;

const seen = [{ rollout: 'frontend', podHash: '7c6d5b9f84', stepIndex: 1 }];

/** One deployment, from its start to its end. */
const stories: Readonly<Record<string, readonly Told[]>> = {
  approved: [
    { kind: 'command', action: 'start', actor: orca(alice.name), sentence: 'Deployment started by alice@example.com.' },
    {
      ...{ kind: 'refusal', action: 'approve', actor: reader, step: 1, seen, reason: 'not-allowed', times: 3 },
      sentence:
        'Approving was refused: reader@example.com has no WRITE on account prod-eu. Somebody with the role dev or release can approve.',
    },
    {
      ...{ kind: 'decision', action: 'approve', actor: releaser, step: 1, seen, result: 'done' },
      sentence: 'Approved step 2 of 4: "error rate is flat".',
    },
    { kind: 'decision', action: 'promoteFully', actor: admin, step: 3, sentence: 'Promoted fully.', result: 'done' },
    {
      ...{ kind: 'outcome', action: 'deployment', actor: service, result: 'succeeded' },
      sentence: 'Rollout frontend in shop runs the new version on all 3 pods.',
    },
  ],
  aborted: [
    { kind: 'command', action: 'start', actor: script, sentence: 'Deployment started by release-robot.' },
    {
      ...{ kind: 'refusal', action: 'abort', actor: alice, step: 1, seen, reason: 'stale' },
      sentence: 'Aborting was refused: the deployment has moved on. Look at it again.',
    },
    {
      ...{ kind: 'decision', action: 'abort', actor: alice, step: 1, seen, result: 'done' },
      sentence: 'Aborted by alice@example.com: The image does not start.',
    },
    {
      ...{ kind: 'outcome', action: 'deployment', actor: service, result: 'aborted' },
      sentence: 'Rollout frontend in shop is back on its stable version; Service frontend stays as it was applied.',
    },
    {
      ...{ kind: 'command', action: 'giveBack', actor: alice, result: 'failed' },
      sentence: 'Gave Rollout frontend back to a Deployment; it is not at rest on one version.',
    },
  ],
  canceled: [
    {
      kind: 'command',
      action: 'start',
      actor: orca(releaser.name),
      sentence: 'Deployment started by releaser@example.com.',
    },
    {
      ...{ kind: 'outcome', action: 'outsidePromotion', actor: cluster, step: 1 },
      sentence: 'Rollout frontend went past an approval, and nobody had given it here.',
    },
    { kind: 'command', action: 'cancel', actor: orca(releaser.name), sentence: 'Orca canceled the stage.' },
    { kind: 'command', action: 'stopWatching', actor: service, sentence: 'The rollout is left as it is.' },
  ],
};

/** A chain, as the service writes it. */
class Chain {
  readonly #records: AuditRecord[] = [];
  #at = Date.parse('2026-11-24T08:00:00.000Z');

  add(entry: AuditEntry): void {
    const previous = this.#records[this.#records.length - 1]?.hash ?? '0'.repeat(64);
    const sequence = this.#records.length + 1;
    this.#at += 60_000 + ((sequence * 7919) % 900) * 1000 + ((sequence * 104_729) % 1000);
    const rest = { ...entry, tenant: 'production', sequence, at: new Date(this.#at).toISOString() };
    const hash = createHash('sha256')
      .update(previous)
      .update(canonicalize(rest) ?? '')
      .digest('hex');
    this.#records.push({ ...rest, previous, hash });
  }

  /** Goes on by one deployment. */
  deploy(number: number, story: readonly Told[]): void {
    const id = (kind: string): string =>
      createHash('sha256').update(`${kind} ${number}`).digest('hex').slice(0, 20).toUpperCase();
    const place = { application: 'shop', account: 'prod-eu', deployment: `dep-${id('deployment').toLowerCase()}` };
    for (const told of story)
      this.add({ ...told, ...place, execution: `01K${id('execution')}`, stage: `01K${id('stage')}` });
  }

  newestFirst(): readonly AuditRecord[] {
    return [...this.#records].reverse();
  }
}

function write(situation: string, page: AuditPage): void {
  writeFileSync(join(folder, `${situation}.json`), `${JSON.stringify(page, undefined, 2)}\n`);
}

const days = new Chain();
const order = ['approved', 'approved', 'aborted', 'approved', 'canceled', 'approved'];
for (let number = 0; number < 50; number += 1) days.deploy(number, stories[order[number % order.length] ?? ''] ?? []);
days.add({
  ...{ kind: 'refusal', action: 'view', actor: { name: 'stranger@example.com', roles: [], through: 'gate' } },
  ...{ application: 'shop', reason: 'not-allowed', times: 41 },
  sentence: 'Reading application shop was refused: stranger@example.com has no READ on it.',
});
write('several-days', { records: days.newestFirst() });

const waits = new Chain();
waits.deploy(50, (stories['approved'] ?? []).slice(0, 2));
write('one-deployment-that-waits', { records: waits.newestFirst() });
const ended = new Chain();
ended.deploy(50, stories['approved'] ?? []);
write('one-deployment-that-ended', { records: ended.newestFirst() });

const hostile = new Chain();
for (const text of ['=HYPERLINK("https://evil.example.com","click")', '+1+2', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
  hostile.add({
    kind: 'decision',
    action: 'abort',
    actor: { name: text, through: 'gate' },
    sentence: `${text}, he said: "no"`,
  });
hostile.add({
  ...{ kind: 'refusal', action: 'view', reason: 'not-found' },
  actor: { name: `${'a-name-without-an-end'.repeat(9)}@example.com`, roles: [], through: 'gate' },
  sentence: `<img src=x onerror=alert(1)> **bold** ${'unbroken'.repeat(40)}\nsecond line, with a comma`,
});
write('hostile-texts', { records: hostile.newestFirst() });

write('nothing-yet', { records: [] });
