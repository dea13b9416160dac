import { useCallback, useEffect, useState } from 'react';
import type { DoctorReport, Finding } from '../../backend-stub/contract/doctor.ts';
import { serviceVersion } from '../../backend-stub/contract/service.ts';
import { bundlePath } from '../../backend-stub/doctor/plugin-bundle.ts';
import { ServiceRefused } from '../service/errors.ts';
import type { StageService } from '../service/stage-service.ts';
import { browserFindings, together } from './browser-findings.ts';
import type { LookAround } from './browser-look.ts';

export interface DoctorRead {
  /** The last one that is whole; undefined while there is none. */
  readonly findings: readonly Finding[] | undefined;
  /** The service's own sentence, where this person is no admin. */
  readonly refusal: string | undefined;
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
}

export interface Asked {
  readonly service: Pick<StageService, 'doctor'>;
  readonly lookAround: LookAround;
}

export function useDoctor({ service, lookAround }: Asked): DoctorRead {
  const [findings, setFindings] = useState<readonly Finding[]>();
  const [refusal, setRefusal] = useState<string>();
  const [isAsking, setAsking] = useState(true);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setAsking(true);
    void ask({ service, lookAround }).then((told) => {
      if (!isWanted) return;
      setAsking(false);
      setRefusal(told.refusal);
      setFindings(told.findings);
    });
    return () => {
      isWanted = false;
    };
  }, [service, lookAround, asked]);
  return { findings, refusal, isAsking, lookAgain: useCallback(() => setAsked((before) => before + 1), []) };
}

type Told = Pick<DoctorRead, 'findings' | 'refusal'>;

async function ask({ service, lookAround }: Asked): Promise<Told> {
  const [look, report] = await Promise.all([lookAround(bundlePath), service.doctor().catch(asError)]);
  if (isNoAdmin(report)) return { findings: undefined, refusal: report.message };
  const seen = isFailure(report)
    ? ({ kind: 'failed', why: report.message } as const)
    : ({ kind: 'answered', version: report.version } as const);
  return {
    findings: together(browserFindings(look, seen), isFailure(report) ? [] : report.findings),
    refusal: undefined,
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function isFailure(report: DoctorReport | Error): report is Error {
  return report instanceof Error;
}

function isNoAdmin(report: DoctorReport | Error): report is ServiceRefused {
  return report instanceof ServiceRefused && report.reason === 'not-allowed';
}

/** As text, with the version of this page: the service's own stands in a finding. */
export function asReport(findings: readonly Finding[]): DoctorReport {
  return { version: serviceVersion, findings };
}
