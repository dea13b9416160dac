import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { Notice } from '../view/Notice.tsx';
import {
  accountSentence,
  ownRightsSentence,
  reachSentences,
  rightsSentences,
  runAsWords,
  triggerWords,
} from './edit-words.ts';
import type { Edited } from './edited.ts';

export interface EditPreviewProps {
  readonly before: Pipeline;
  readonly edited: Edited;
}

/** What saving would do: to the account, to each trigger, to who may edit it, and to what it reaches. */
export function EditPreview({ before, edited }: EditPreviewProps): JSX.Element {
  const { after, rights, reach } = edited;
  const account = accountSentence(before, edited);
  const own = rights === undefined ? undefined : ownRightsSentence(rights);
  const changes = [
    ...(rights === undefined ? [] : rightsSentences(rights, before.application)),
    ...reachSentences(reach),
  ];
  return (
    <section className="gennaker-permissions-preview" aria-label="What saving changes">
      <h4>What saving changes</h4>
      {account !== undefined && <p>{account}</p>}
      {before.triggers.length > 0 && (
        <dl>
          {before.triggers.map((trigger, index) => (
            <React.Fragment key={index}>
              <dt>{triggerWords(trigger)}</dt>
              <dd>{runAsWords(trigger.runAsUser, after.triggers[index]?.after, trigger.kind)}</dd>
            </React.Fragment>
          ))}
        </dl>
      )}
      {changes.length > 0 && (
        <ul>
          {changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {own !== undefined && <Notice tone="warning">{own}</Notice>}
    </section>
  );
}
