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
        atMost('resident on PostgreSQL, polled as Orca polls', postgres.resident, mostMegabytes),
        'Most of it is code: Node itself, and the Kubernetes client library, of which only the credentials are used.',
      ),
      explained(
        atMost('resident on PostgreSQL, after the load above', afterLoad.resident, mostMegabytes),
        'V8 lets the heap grow while answers are asked for without a pause, hundreds of times as fast as Orca does.',
      ),
    ],
    notes: [
      'VmRSS and VmHWM of proc(5), without any flag for the garbage collector. The first and the last line are fresh processes that found',
      'all deployments open and were polled for 30 s, each deployment every 15 s.',
    ],
  };
}
