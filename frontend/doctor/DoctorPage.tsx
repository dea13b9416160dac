import '../view/whole-page.css';
import './doctor.css';
import React from 'react';
import { countWords, doctorText } from '../../backend-stub/contract/doctor.ts';
import type { Finding } from '../../backend-stub/contract/doctor.ts';
import { CopyableText } from '../view/CopyableText.tsx';
import { Notice } from '../view/Notice.tsx';
import { Findings } from './Findings.tsx';
import { asReport, useDoctor } from './use-doctor.ts';
import type { Asked } from './use-doctor.ts';

export type DoctorPageProps = Asked;

/** What is wrong between this page and the clusters; for admins, whom the service tells from others. */
export function DoctorPage(asked: DoctorPageProps): JSX.Element {
  const { findings, refusal, isAsking, lookAgain } = useDoctor(asked);
  return (
    <div className="gennaker-stage gennaker-whole-page gennaker-doctor-page">
      <header>
        <h2>Gennaker doctor</h2>
        <p className="gennaker-muted">
          What lies between Deck and the clusters, looked at all at once. Nothing is changed here.
        </p>
      </header>
      <div className="gennaker-doctor-actions">
        <button type="button" className="btn btn-sm btn-default" onClick={lookAgain}>
          Look again
        </button>
        <span role="status" className="gennaker-muted">
          {isAsking ? 'Looking…' : findings !== undefined && countWords(findings)}
        </span>
      </div>
      {refusal !== undefined && <Notice tone="hint">This page is for admins of Spinnaker. {refusal}</Notice>}
      {findings !== undefined && <Report findings={findings} />}
    </div>
  );
}

function Report({ findings }: { readonly findings: readonly Finding[] }): JSX.Element {
  const of = (verdict: Finding['verdict']): readonly Finding[] => findings.filter((one) => one.verdict === verdict);
  return (
    <>
      {of('wrong').length === 0 && <Notice tone="good">Nothing was found that is wrong.</Notice>}
      <Findings title="What is wrong" findings={of('wrong')} />
      <Findings title="What could not be told" findings={of('unknown')} />
      <Findings title="What is to be known" findings={of('note')} />
      <Findings title="What is in order" findings={of('ok')} />
      <section aria-label="As text">
        <h3>As text</h3>
        <CopyableText text={doctorText(asReport(findings))} label="The findings as text" />
      </section>
    </>
  );
}
