import { ChainJudge } from '../../../../backend-stub/audit/chain-judge.ts';
import { canonicalText } from '../../../../backend-stub/audit/canonical.ts';
import { fieldsOf } from '../../../../backend-stub/audit/chain.ts';
import type { AuditEntry, AuditQuery } from '../../../../backend-stub/contract/audit.ts';
import type { Store } from '../../../../backend-stub/ports.ts';
import { aDecision, aDeployment, ended } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function aRefusal(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'refusal',
    action: 'approve',
    actor: { name: 'mallory@example.com', roles: ['dev'], through: 'gate' },
    sentence: 'Approving was refused: "no" \\ \n\t\u0007 ünïcode \u2028 😀.',
    application: 'Shop',
    reason: 'not-allowed',
    ...changes,
  };
}

/** The first thing that is wrong with the chain of a tenant. */
export async function findingOf({ audit }: Store, tenant = 'default'): Promise<string | undefined> {
  const head = (await audit.heads()).find((one) => one.tenant === tenant);
  if (head === undefined) return 'There is no such chain.';
  const judge = new ChainJudge({ tenant, head, segments: [], publicKey: undefined });
  for (const row of await audit.rows({ tenant, after: 0, most: 10_000 })) judge.take(row);
  return judge.end(head)?.sentence;
}

export function specifyChaining(database: () => TestDatabase): void {
  const store = () => database().replicas[0];
  const write = async (count: number, changes: Partial<AuditEntry> = {}): Promise<void> => {
    for (let index = 0; index < count; index += 1) await store().audit.write(aRefusal(changes));
  };
  const page = (query: Partial<AuditQuery> = {}) => store().audit.page({ application: 'shop', ...query });

  describe('the chain of a tenant', () => {
    it('begins at 1, and each record has the hash of the one before', async () => {
      await write(3);
      const rows = await store().audit.rows({ tenant: 'default', after: 0, most: 10 });
      expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(rows.map(({ previous }) => previous)).toEqual(['0'.repeat(64), rows[0]?.hash, rows[1]?.hash]);
      expect(await findingOf(store())).toBeUndefined();
    });

    it('is over the canonical JSON of RFC 8785, whatever stands in it', async () => {
      await write(1, { seen: [{ stepIndex: 2, podHash: 'b', rollout: 'a' }], times: 7, step: 0 });
      const [row] = await store().audit.rows({ tenant: 'default', after: 0, most: 1 });
      expect(row?.canonical).toBe(canonicalText(fieldsOf(row?.canonical ?? '')));
      expect(fieldsOf(row?.canonical ?? '')).toMatchObject({ ...aRefusal(), times: 7, step: 0, sequence: 1 });
    });

    it('has no gap and no fork, whoever writes at once, and closes no circle of waits', async () => {
      const [one, other] = database().replicas;
      const replica = (index: number): Store => (index % 2 === 0 ? one : other);
      const records = Array.from({ length: 20 }, () => aDeployment());
      await Promise.all(records.map((record, index) => replica(index).create(record, [])));
      await one.claim('one', 60_000, 1000);
      const decisions = Array.from({ length: 200 }, (_each, index) =>
        replica(index).addDecision(aDecision(records[index % 20]?.id ?? '')),
      );
      const ends = records
        .slice(0, 10)
        .map((record, index) =>
          index % 2 === 0 ? one.save('one', ended(record)) : other.end(ended(record, 'superseded')),
        );
      const refused = (await Promise.allSettled([...decisions, ...ends])).flatMap((result): readonly unknown[] =>
        result.status === 'rejected' ? [result.reason] : [],
      );
      for (const reason of refused) expect(reason).toMatchObject({ name: 'DeploymentNotOpen' });
      expect(await findingOf(one)).toBeUndefined();
      const [{ records: counts = undefined } = {}] = await one.audit.heads();
      const made = 200 - refused.length;
      const overtaken = (await Promise.all(records.slice(0, 10).map(({ id }) => one.decisions(id)))).flat().length;
      expect(counts).toEqual({ command: 20, decision: made, outcome: 10 + overtaken, refusal: 0 });
    }, 60_000);

    it.each([
      ['changed', `update audit_records set sentence = ''`],
      ['deleted', `delete from audit_records`],
      ['emptied', `truncate audit_records`],
    ])('can not be %s', async (_how, statement) => {
      await write(1);
      await expect(database().query(statement.replace('sentence', 'canonical'))).rejects.toThrow(
        'what was written down in audit_records is neither changed nor deleted',
      );
      await expect(database().query(`update audit_heads set sequence = 0`)).rejects.toThrow('audit_heads');
    });
  });

  describe('a page of the audit', () => {
    it('is newest first, goes on where the one before ended, and says when there is no more', async () => {
      await write(5);
      const first = await page({ limit: 2 });
      const second = await page({ limit: 2, ...(first.next === undefined ? {} : { before: first.next }) });
      const last = await page({ limit: 2, ...(second.next === undefined ? {} : { before: second.next }) });
      const sequences = [first, second, last].map(({ records }) => records.map(({ sequence }) => sequence));
      expect([sequences, last.next]).toEqual([[[5, 4], [3, 2], [1]], undefined]);
    });

    it('holds only what everything that was asked for holds of', async () => {
      await write(1, { deployment: 'elsewhere' });
      await write(1, { action: 'abort', actor: { name: 'Alice', through: 'gate' } });
      await write(1, { application: 'cart' });
      await write(1, { kind: 'command', action: 'start' });
      const found = async (query: Partial<AuditQuery>): Promise<readonly number[]> =>
        (await page(query)).records.map(({ sequence }) => sequence);
      expect(await found({})).toEqual([4, 2, 1]);
      expect(await found({ application: 'CART' })).toEqual([3]);
      expect(await found({ deployment: 'elsewhere' })).toEqual([1]);
      expect(await found({ actor: 'aLIC' })).toEqual([2]);
      expect(await found({ actor: '%' })).toEqual([]);
      expect(await found({ kind: 'command' })).toEqual([4]);
      expect(await found({ action: 'abort', kind: 'refusal' })).toEqual([2]);
      expect(await found({ action: 'abort', kind: 'command' })).toEqual([]);
      const [record] = (await page({ limit: 1 })).records;
      expect(await found({ from: record?.at ?? '' })).toContain(4);
      expect(await found({ to: '2020-01-01T00:00:00.000Z' })).toEqual([]);
      expect(await found({ from: '2100-01-01T00:00:00.000Z' })).toEqual([]);
    });

    it('is empty behind a cursor that is none of ours', async () => {
      await write(1);
      for (const before of ['', 'x', Buffer.from(`${'9'.repeat(24)} 1 a`).toString('base64url')])
        expect((await page({ before })).records).toEqual([]);
    });
  });
}
