import React from 'react';
import type { CreationOverview, RulesFileState } from '../../backend-stub/contract/creation-overview.ts';
import { Notice } from '../view/Notice.tsx';
import { fileWords, notConfigured, settingsWords } from './words.ts';

/** Which rules are in force here, and what is known to go otherwise than they read. */
export function Rules({ overview }: { readonly overview: CreationOverview }): JSX.Element {
  const { file, settings, warnings } = overview;
  return (
    <section aria-label="The rules">
      {file === undefined ? <Notice tone="hint">{notConfigured}</Notice> : <FileState file={file} />}
      {settings !== undefined && (
        <dl className="gennaker-facts">
          {settingsWords(settings).map(([term, value]) => (
            <React.Fragment key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </React.Fragment>
          ))}
        </dl>
      )}
      {warnings.length > 0 && (
        <Notice tone="warning">
          <h3>Fiat takes this without a word</h3>
          <ul aria-label="Warnings">
            {warnings.map(({ sentence, line }) => (
              <li key={`${line ?? ''} ${sentence}`}>
                {sentence}
                {line !== undefined && <span className="gennaker-muted"> Line {line}.</span>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  );
}

function FileState({ file }: { readonly file: RulesFileState }): JSX.Element {
  const { problems } = file;
  if (problems.length === 0) return <p className="gennaker-muted">{fileWords(file)}</p>;
  return (
    <Notice tone="trouble">
      <p>{fileWords(file)}</p>
      <ul aria-label="Errors of the file">
        {problems.map(({ where, sentence, line }) => (
          <li key={`${line ?? ''} ${where} ${sentence}`}>
            {line !== undefined && `Line ${line}: `}
            {where !== '' && `${where}: `}
            {sentence}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
