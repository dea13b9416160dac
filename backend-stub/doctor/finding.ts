import type { CheckName, Finding } from '../contract/doctor.ts';

interface About {
  readonly about?: string;
}

export function ok(check: CheckName, sentence: string, { about }: About = {}): Finding {
  return { check, verdict: 'ok', sentence, ...(about === undefined ? {} : { about }) };
}

export interface Wrong extends About {
  readonly sentence: string;
  readonly change: string;
}

export function wrong(check: CheckName, { about, ...told }: Wrong): Finding {
  return { check, verdict: 'wrong', ...told, ...(about === undefined ? {} : { about }) };
}

export function unknown(check: CheckName, sentence: string, { about }: About = {}): Finding {
  return { check, verdict: 'unknown', sentence, ...(about === undefined ? {} : { about }) };
}

export function note(check: CheckName, sentence: string, { about }: About = {}): Finding {
  return { check, verdict: 'note', sentence, ...(about === undefined ? {} : { about }) };
}
