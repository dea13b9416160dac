import React from 'react';
import type { MutableRefObject } from 'react';
import { expressionsIn, holdsExpression } from '../../backend-stub/contract/expressions.ts';
import { Choices } from '../view/form/Choices.tsx';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { PartedEditor } from '../view/form/PartedEditor.tsx';
import type { EditorHandle } from '../view/form/use-parts.ts';
import { linesAt, problemLine } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { places, writeManifest } from './read-form.ts';
import type { Expressions, ShownManifest } from './read-form.ts';
import { stageHelp } from './stage-help.ts';

const choices = [
  { word: 'literal', label: 'Leave ${ } as it is', help: stageHelp.literal },
  { word: 'evaluate', label: 'Let Spinnaker replace ${ }', help: stageHelp.evaluate },
] as const;

export interface ManifestFieldsProps {
  readonly part: FormPart;
  readonly manifest: ShownManifest;
  readonly editor: MutableRefObject<EditorHandle | undefined>;
}

export function ManifestFields({ part, manifest, editor }: ManifestFieldsProps): JSX.Element {
  const { id, problems, change } = part;
  const { text, expressions } = manifest;
  const write = (written: string, meant: Expressions): void =>
    change((deployment) => writeManifest(deployment, written, meant));
  const marks = problems.flatMap(({ line }) => (line === undefined ? [] : [{ line }]));
  const lines = [...manifestLines(part, editor, () => write(text, 'literal')), ...evaluatedLines(manifest)];
  return (
    <div className="gennaker-manifest">
      <Field wide id={`${id}-manifest`} label="Manifest" help={stageHelp.manifest} lines={lines}>
        {(input) => (
          <PartedEditor
            input={input}
            value={text}
            marks={marks}
            handle={editor}
            onChange={(written) => write(written, expressions)}
          />
        )}
      </Field>
      <Choices
        id={`${id}-expressions`}
        label="Expressions"
        help={stageHelp.expressions}
        choices={choices}
        chosen={expressions}
        lines={linesAt(problems, places.expressions)}
        onChoose={(meant) => write(text, meant)}
      />
    </div>
  );
}

function manifestLines(
  { problems }: FormPart,
  editor: MutableRefObject<EditorHandle | undefined>,
  keepAsWritten: () => void,
): readonly Line[] {
  const here = problems.filter(({ path }) => ['manifest', 'manifest,source', 'manifest,text'].includes(path.join()));
  return here.map((problem) => {
    const { line, storedWrong } = problem;
    if (line !== undefined)
      return {
        ...problemLine(problem),
        action: { label: `Go to line ${line}`, run: () => editor.current?.goTo(line) },
      };
    if (storedWrong === true)
      return { ...problemLine(problem), action: { label: 'Keep them as written', run: keepAsWritten } };
    return problemLine(problem);
  });
}

function evaluatedLines({ text, expressions }: ShownManifest): readonly Line[] {
  if (expressions === 'literal' || !holdsExpression(text)) return [];
  const found = expressionsIn(text).join(' and ');
  return [
    { tone: 'note', text: `Spinnaker replaces ${found} when the stage starts; only then its YAML can be checked.` },
  ];
}
