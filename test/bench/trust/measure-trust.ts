import pg from 'pg';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { findPrograms } from '../../postgres/programs.ts';
import { TrustingService } from './trusting-service.ts';

/** Milliseconds of two that were measured one right after the other. */
export interface TrustPair {
  readonly on: number;
  readonly off: number;
}

export interface TrustMeasured {
  readonly answers: readonly TrustPair[];
  readonly decisions: readonly TrustPair[];
}

const answerPairs = 2000;
const decisionPairs = 300;
const warmUps = 20;

/** What asking Fiat and writing down cost, beside the same service where nobody's rights are asked and nothing is written down. */
export async function measureTrust(say: (line: string) => void): Promise<TrustMeasured> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error('The benchmark needs PostgreSQL: initdb was not found.');
  const postgres = await PostgresCluster.start(programs);
  const [withAudit, withoutAudit] = [await postgres.createDatabase(), await postgres.createDatabase()];
  const stores = [await open(withAudit), await openWithoutAudit(withoutAudit)] as const;
  const services = {
    on: await TrustingService.start('fiat', stores[0]),
    off: await TrustingService.start('open', stores[1]),
  };
  try {
    say('status answers …');
    const ids = { on: await services.on.waiting(), off: await services.off.waiting() };
    const answers = await pairsOf(answerPairs, (which) => services[which].status(ids[which]));
    say('decisions …');
    const decisions = await pairsOf(decisionPairs, async (which) =>
      services[which].decide(await services[which].waiting()),
    );
    return { answers, decisions };
  } finally {
    await Promise.all([services.on.close(), services.off.close()]);
    await Promise.all(stores.map((store) => store.close()));
    await postgres.remove();
  }
}

/** Each first in every other pair; the first few are not counted. */
async function pairsOf(count: number, measure: (which: keyof TrustPair) => Promise<number>): Promise<TrustPair[]> {
  const pairs: TrustPair[] = [];
  for (let pair = 0; pair < count + warmUps; pair += 1) {
    const before = pair % 2 === 0 ? await measure('on') : undefined;
    const off = await measure('off');
    pairs.push({ on: before ?? (await measure('on')), off });
  }
  return pairs.slice(warmUps);
}

function open(connectionString: string): Promise<Store> {
  return openPostgresStore({ connectionString });
}

/** The service has no switch for it: the database drops what is to be written down, before anything is made of it. */
async function openWithoutAudit(connectionString: string): Promise<Store> {
  const store = await open(connectionString);
  const owner = new pg.Client(connectionString);
  await owner.connect();
  await owner.query(`create function drop_due() returns trigger language plpgsql as 'begin return null; end';
    create trigger audit_due_dropped before insert on audit_due for each row execute function drop_due()`);
  await owner.end();
  return store;
}
