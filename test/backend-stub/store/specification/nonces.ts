import { nonceSeconds } from '../../../../backend-stub/access/stage-decision.ts';
import type { NonceTerms } from '../../../../backend-stub/access/stage-decision.ts';
import { aDeployment } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

let nonces = 0;

export function specifyNonces(database: () => TestDatabase): void {
  const one = () => database().replicas[0];
  const other = () => database().replicas[1];

  async function given(changes: Partial<NonceTerms> = {}): Promise<NonceTerms> {
    const record = aDeployment();
    await one().create(record, []);
    nonces += 1;
    const terms = {
      nonce: `nonce-${nonces}`,
      deploymentId: record.id,
      action: 'approve',
      by: 'alice',
      ...changes,
    } as const;
    await one().keepNonce(terms);
    return terms;
  }

  async function grownOlder({ nonce }: NonceTerms, seconds: number): Promise<void> {
    await database().query(
      `update nonces set expires_at = expires_at - interval '${seconds} seconds' where nonce = '${nonce}'`,
    );
  }

  describe('a nonce', () => {
    it('is taken out of use once, with what it was given for, by whichever replica sees it first', async () => {
      const stamp = { user: 'bob', at: 1_795_365_600_123 };
      const [bare, stamped] = [await given(), await given({ action: 'giveBack', stamp })];
      expect(await other().burnNonce(bare.nonce)).toEqual({ ...bare, expired: false });
      expect(await one().burnNonce(stamped.nonce)).toEqual({ ...stamped, expired: false });
      expect(await one().burnNonce(bare.nonce)).toBeUndefined();
      expect(await other().burnNonce('never given')).toBeUndefined();
    });

    it('is got by one of many who see it at once', async () => {
      const { nonce } = await given();
      const looks = Array.from({ length: 10 }, (_look, index) => (index % 2 === 0 ? one() : other()).burnNonce(nonce));
      expect((await Promise.all(looks)).filter((got) => got !== undefined)).toHaveLength(1);
    });

    it("is too old after its time, by the database's clock, and still taken out of use", async () => {
      const [young, old] = [await given(), await given()];
      await grownOlder(young, nonceSeconds - 20);
      await grownOlder(old, nonceSeconds);
      expect([await one().burnNonce(young.nonce), await one().burnNonce(old.nonce)]).toEqual([
        expect.objectContaining({ expired: false }),
        expect.objectContaining({ expired: true }),
      ]);
      expect(await one().burnNonce(old.nonce)).toBeUndefined();
    });

    it('that is long over goes when another one is given out', async () => {
      const [old, recent] = [await given(), await given()];
      await grownOlder(old, 2 * 3600);
      await grownOlder(recent, 60);
      await given();
      expect([await one().burnNonce(old.nonce), await one().burnNonce(recent.nonce)]).toEqual([
        undefined,
        expect.objectContaining({ expired: true }),
      ]);
    });
  });
}
