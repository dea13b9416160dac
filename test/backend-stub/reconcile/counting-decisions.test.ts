import type { DecisionRecord } from '../../../backend-stub/deployment/record.ts';
import type { Settlement } from '../../../backend-stub/ports.ts';
import type { Save } from '../../../backend-stub/reconcile/advance.ts';
import { countingDecisions } from '../../../backend-stub/reconcile/counting-decisions.ts';
import { aDecision, aDeployment, ended } from '../store/a-deployment.ts';

const record = aDeployment();
const decided = (id: string, action: DecisionRecord['action'], changes: Partial<DecisionRecord> = {}) =>
  aDecision(record.id, { id, action, ...changes });
const came = (id: string, state: Settlement['state']): Settlement => ({ id, state, result: `It is ${state}.` });

describe('what came of decisions', () => {
  let counted: string[];
  let logged: object[];
  beforeEach(() => {
    counted = [];
    logged = [];
  });

  const counting = (decisions: readonly DecisionRecord[], save: Save = (changed) => Promise.resolve(changed)): Save => {
    const measures = {
      retry: () => undefined,
      ended: () => undefined,
      called: () => undefined,
      unwritten: () => undefined,
      redirected: () => undefined,
      decided: (action: string, result: string) => void counted.push(`${action} ${result}`),
    };
    const log = {
      info: () => undefined,
      warn: (fields: object) => void logged.push(fields),
      error: () => undefined,
    };
    return countingDecisions({ measures, log }, decisions, save);
  };

  it('is counted once, by action and result, and what failed is logged with its reason', async () => {
    const save = counting([decided('a', 'approve'), decided('b', 'retry')]);
    await save(record, { settled: [came('a', 'done')] });
    await save(record, { settled: [came('a', 'done'), came('b', 'failed')] });
    expect(counted).toEqual(['approve done', 'retry failed']);
    expect(logged).toEqual([{ deployment: record.id, decision: 'b', reason: 'It is failed.' }]);
  });

  it('is told apart where the deployment ended first, and only there', async () => {
    const save = counting([
      decided('a', 'abort'),
      decided('b', 'approve'),
      decided('c', 'approve', { state: 'failed' }),
      decided('d', 'cancel'),
    ]);
    await save(record);
    expect(counted).toEqual([]);
    await save(ended(record), { settled: [came('a', 'done')] });
    expect(counted).toEqual(['abort done', 'approve overtaken', 'cancel overtaken']);
    expect(logged).toEqual([]);
  });

  it('is no failure where an abort came first', async () => {
    const ending = { kind: 'abort', outcome: 'aborted', because: 'Aborted.', requestedAt: '' } as const;
    await counting([decided('a', 'approve')])({ ...record, ending }, { settled: [came('a', 'failed')] });
    expect([counted, logged]).toEqual([['approve overtaken'], []]);
  });

  it('is not counted when it could not be written down', async () => {
    const lost = counting([decided('a', 'approve')], () => Promise.reject(new Error('The lease is lost.')));
    await expect(lost(ended(record), { settled: [came('a', 'failed')] })).rejects.toThrow('The lease is lost.');
    expect([counted, logged]).toEqual([[], []]);
  });
});
