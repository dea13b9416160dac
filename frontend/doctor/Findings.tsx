import React from 'react';
import type { Finding } from '../../backend-stub/contract/doctor.ts';
import { Icon } from '../view/Icon.tsx';
import type { IconName } from '../view/Icon.tsx';

export interface FindingsProps {
  readonly title: string;
  /** All of one verdict; none: nothing is drawn. */
  readonly findings: readonly Finding[];
}

const icons: Readonly<Record<Finding['verdict'], IconName>> = {
  ok: 'check',
  wrong: 'cross',
  unknown: 'note',
  note: 'note',
};

export function Findings({ title, findings }: FindingsProps): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="gennaker-doctor-findings">
        {findings.map((finding, index) => (
          <One key={`${index} ${finding.check} ${finding.about ?? ''}`} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function One({ finding }: { readonly finding: Finding }): JSX.Element {
  const { check, about, sentence, verdict } = finding;
  return (
    <li className={`gennaker-doctor-${verdict}`}>
      <Icon name={icons[verdict]} />
      <div>
        <strong>{check}</strong>
        {about !== undefined && <span className="gennaker-muted"> {about}</span>}
        <p>{sentence}</p>
        {finding.verdict === 'wrong' && (
          <p>
            <strong>Change</strong> {finding.change}
          </p>
        )}
      </div>
    </li>
  );
}
