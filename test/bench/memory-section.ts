import type { Memory } from './processes.ts';
import { atMost, explained } from './report.ts';
import type { Section } from './report.ts';
import type { Resident } from './resident-memory.ts';

const mostMegabytes = 200;

export interface MemoryMeasured extends Resident {
  /** Of the process that answered all polls of the first table. */
  readonly afterLoad: Memory;
  readonly open: number;
}

export function memorySection({ postgres, pglite, afterLoad, open }: MemoryMeasured): Section {
  return {
    title: `Memory with ${open} open deployments`,
    head: ['MB (10^6 bytes)', 'resident', 'highest'],
    rows: [
      ['PostgreSQL, polled as Orca polls', postgres.resident, postgres.highest],
      ['PostgreSQL, after the load above', afterLoad.resident, afterLoad.highest],
      ['PGlite in the process, polled as Orca polls', pglite.resident, pglite.highest],
    ],
    goals: [
      explained(
        atMost(
          'resident on PostgreSQL, the larger of both',
          Math.max(postgres.resident, afterLoad.resident),
          mostMegabytes,
        ),
        'V8 keeps what it once needed: see the highest value beside it.',
      ),
    ],
    notes: [
      'VmRSS and VmHWM of proc(5), without any flag for the garbage collector. The first and the last line are fresh processes that found',
      'all deployments open and were polled for 30 s, each deployment every 15 s.',
    ],
  };
}
