import pg from 'pg';
import { verifyChains } from '../../../backend-stub/audit-command.ts';
import type { DecisionRecord } from '../../../backend-stub/deployment/record.ts';
import { openAuditLedger, openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { aDecision, aDeployment } from '../../backend-stub/store/a-deployment.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { findPrograms } from '../../postgres/programs.ts';

export interface AuditMeasured {
  readonly rows: number;
  /** Rows a second, of each reading. */
  readonly verified: readonly number[];
  /** Milliseconds to keep a decision, in turn with its record in the audit and without. */
  readonly decisions: readonly { readonly written: number; readonly unwritten: number }[];
}

const rows = 100_000;
const rowsAtOnce = 500;
const readings = 5;
const pairs = 300;

/** What a record costs the decision that it tells of, and how fast a chain is read again. */
export async function measureAudit(say: (line: string) => void): Promise<AuditMeasured> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error('The benchmark needs PostgreSQL: initdb was not found.');
  const postgres = await PostgresCluster.start(programs);
  const databaseUrl = await postgres.createDatabase();
  const store = await openPostgresStore({ connectionString: databaseUrl });
  const owner = new pg.Client(databaseUrl);
  await owner.connect();
  const { ledger, close } = openAuditLedger(databaseUrl);
  try {
    say('decisions with and without their record …');
    const record = aDeployment();
    await store.create(record, []);
    const decisions = [];
    for (let pair = 0; pair < pairs; pair += 1) decisions.push(await measurePair(record.id, pair));
    say(`${rows} rows are written …`);
    for (let written = 0; written < rows; written += rowsAtOnce) await writeRows(owner, aDecision(record.id));
    say('and read …');
    const verified: number[] = [];
    for (let reading = 0; reading < readings; reading += 1) {
      const began = performance.now();
      const { rows: read, findings } = await verifyChains(ledger, undefined);
      if (findings.length > 0) throw new Error(JSON.stringify(findings));
      verified.push(read / ((performance.now() - began) / 1000));
    }
    return { rows, verified, decisions };
  } finally {
    await Promise.all([close(), store.close(), owner.end()]);
    await postgres.remove();
  }

  async function measurePair(id: string, pair: number): Promise<{ written: number; unwritten: number }> {
    const timed = async (kept: 'enable' | 'disable'): Promise<number> => {
      await owner.query(`alter table audit_due ${kept} trigger audit_due_chain`);
      const decision = aDecision(id, { id: `${kept} ${pair}` });
      const began = performance.now();
      await store.addDecision(decision);
      return performance.now() - began;
    };
    if (pair % 2 === 0) return { written: await timed('enable'), unwritten: await timed('disable') };
    const unwritten = await timed('disable');
    return { written: await timed('enable'), unwritten };
  }
}

/** As long as a real one. */
async function writeRows(owner: pg.Client, { deploymentId, seen }: DecisionRecord): Promise<void> {
  const entry = {
    ...{ kind: 'decision', action: 'approve', deployment: deploymentId, step: 1, seen },
    actor: { name: 'bob@example.com', roles: ['dev', 'release', 'oncall'], through: 'gate' },
    sentence: 'Approving was decided by bob@example.com: the error rate stayed where it was for half an hour.',
  };
  await owner.query('insert into audit_due (entry) select $1::json from generate_series(1, $2::int)', [
    JSON.stringify(entry),
    rowsAtOnce,
  ]);
}
