import React from 'react';
import type { ReactNode } from 'react';
import { auditLink, executionLink } from '../deck/addresses.ts';
import type { AuditLine } from '../service/audit-lines.ts';
import { actionWord, channelWord, kindWord } from './words.ts';

/** Every field that a record has, under the words of the page. */
export function WholeRecord({ line }: { readonly line: AuditLine }): JSX.Element {
  const shown = fields(line).filter(([, value]) => value !== undefined && value !== '');
  return (
    <dl className="gennaker-facts" aria-label={`Record ${line.sequence}`}>
      {shown.map(([name, value]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

function fields(line: AuditLine): readonly (readonly [name: string, value: ReactNode])[] {
  const { actor, step, sequence } = line;
  return [
    ['Record', `${sequence} of ${line.tenant}`],
    ['Time (UTC)', line.at],
    ['What', `${kindWord(line.kind)}: ${actionWord(line.action)}`],
    ['Who', `${actor.name}, ${channelWord(actor.through)}${actor.admin === true ? ', as an administrator' : ''}`],
    ['Subject of the token', actor.subject],
    ['Roles then', actor.roles?.join(', ')],
    ['What happened', line.sentence],
    ['Reason', line.reason],
    ['Result', line.result],
    ['Repeated', line.times],
    ['Application', line.application],
    ['Account', line.account],
    ['Deployment', deployment(line)],
    ['Execution', execution(line)],
    ['Stage', line.stage === undefined ? undefined : <code>{line.stage}</code>],
    ['Step', step === undefined ? undefined : `${step + 1}, as the rollouts stood then`],
    ['Seen', line.seen === undefined ? undefined : <Seen seen={line.seen} />],
    ['Hash', <code key="hash">{line.hash}</code>],
    ['Hash before', <code key="previous">{line.previous}</code>],
  ];
}

function deployment({ application, deployment: id }: AuditLine): ReactNode {
  if (id === undefined) return undefined;
  return (
    <>
      <code>{id}</code>{' '}
      {application !== undefined && (
        <a className="gennaker-link" href={auditLink(application, { deployment: id })}>
          All records of it
        </a>
      )}
    </>
  );
}

function execution({ application, execution: id, stage }: AuditLine): ReactNode {
  if (id === undefined || application === undefined) return id;
  return (
    <>
      <code>{id}</code>{' '}
      <a
        className="gennaker-link"
        href={executionLink({ application, execution: id, ...(stage === undefined ? {} : { stage }) })}
      >
        Open it
      </a>
    </>
  );
}

function Seen({ seen }: { readonly seen: NonNullable<AuditLine['seen']> }): JSX.Element {
  return (
    <ul className="gennaker-audit-seen">
      {seen.map(({ rollout, podHash, stepIndex }) => (
        <li key={`${rollout} ${podHash}`}>
          {rollout} with pods <code>{podHash}</code> at step {stepIndex + 1}
        </li>
      ))}
    </ul>
  );
}
