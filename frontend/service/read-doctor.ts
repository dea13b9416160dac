import { checkNames, verdicts } from '../../backend-stub/contract/doctor.ts';
import type { DoctorReport, Finding } from '../../backend-stub/contract/doctor.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { Part } from './part.ts';

export function readDoctor(part: Part): DoctorReport {
  return { version: part.text('version'), findings: part.list('findings', readFinding) };
}

function readFinding(part: Part): Finding {
  const found = {
    check: part.word('check', checkNames),
    sentence: part.text('sentence'),
    ...defined({ about: part.textIfAny('about') }),
  };
  const verdict = part.word('verdict', verdicts);
  return verdict === 'wrong' ? { ...found, verdict, change: part.text('change') } : { ...found, verdict };
}
