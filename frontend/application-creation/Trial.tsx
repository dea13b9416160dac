import React, { useState } from 'react';
import { nameProblem } from '../../backend-stub/contract/creation.ts';
import type { CreationVerdict } from '../../backend-stub/contract/creation.ts';
import type { CreationSubject, StageService } from '../service/stage-service.ts';
import { Select } from '../view/form/Select.tsx';
import { Notice } from '../view/Notice.tsx';
import type { NoticeProps } from '../view/Notice.tsx';
import { useId } from '../view/use-id.ts';
import { useTrial } from './use-trial.ts';
import type { Trial as Tried } from './use-trial.ts';
import { answerFacts } from './words.ts';

const kinds = [
  ['user', 'the user'],
  ['roles', 'somebody with the roles'],
] as const;

/** A name tried for somebody, or for roles that nobody need have. */
export function Trial({ service }: { readonly service: Pick<StageService, 'creation'> }): JSX.Element {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<CreationSubject['kind']>('user');
  const [who, setWho] = useState('');
  const [problem, setProblem] = useState<string>();
  const { trial, attempt } = useTrial(service);
  const [nameId, kindId, whoId] = [useId(), useId(), useId()];
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    const wrong = whatIsWrong(name.trim(), kind, who);
    setProblem(wrong);
    if (wrong === undefined) attempt(name.trim(), subjectOf(kind, who));
  };
  return (
    <section aria-label="Try a name">
      <h3>Try a name</h3>
      <p className="gennaker-muted">Fiat is asked about a user; about roles the rules of the file answer.</p>
      <form className="gennaker-creation-trial" aria-label="Try a name" onSubmit={submit}>
        <label htmlFor={kindId}>May</label>
        <Select
          id={kindId}
          value={kind}
          options={kinds}
          unknown={kind}
          onChoose={(word) => setKind(word === 'roles' ? 'roles' : 'user')}
        />
        <label htmlFor={whoId} className="sr-only">
          {kind === 'user' ? 'Name of the user, as Fiat has it' : 'Roles, with commas between'}
        </label>
        <input
          id={whoId}
          className="form-control input-sm"
          placeholder={kind === 'user' ? 'alice@example.com' : 'team-a, release'}
          value={who}
          onChange={({ target }) => setWho(target.value)}
        />
        <label htmlFor={nameId}>create</label>
        <input
          id={nameId}
          className="form-control input-sm"
          placeholder="teama-shop"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="btn btn-sm btn-primary">
          Try
        </button>
      </form>
      <div role="status">
        {problem === undefined ? <Outcome trial={trial} /> : <Notice tone="warning">{problem}</Notice>}
      </div>
    </section>
  );
}

function whatIsWrong(name: string, kind: CreationSubject['kind'], who: string): string | undefined {
  if (kind === 'user' && who.trim() === '') return 'Write whom it is about.';
  return nameProblem(name);
}

function subjectOf(kind: CreationSubject['kind'], who: string): CreationSubject {
  if (kind === 'user') return { kind, user: who.trim() };
  const roles = who.split(',').map((role) => role.trim());
  return { kind, roles: roles.filter((role) => role !== '') };
}

const tones: Readonly<Record<CreationVerdict, NoticeProps['tone']>> = {
  allowed: 'good',
  denied: 'trouble',
  cannotTell: 'warning',
};

function Outcome({ trial }: { readonly trial: Tried }): JSX.Element | null {
  switch (trial.kind) {
    case 'none':
      return null;
    case 'asking':
      return <p className="gennaker-muted">Asking…</p>;
    case 'failed':
      return <Notice tone="warning">{trial.sentence}</Notice>;
    case 'answered':
      return (
        <>
          <Notice tone={tones[trial.answer.verdict]}>{trial.answer.sentence}</Notice>
          <dl className="gennaker-facts">
            {answerFacts(trial.answer).map(([term, value]) => (
              <React.Fragment key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </React.Fragment>
            ))}
          </dl>
        </>
      );
  }
}
