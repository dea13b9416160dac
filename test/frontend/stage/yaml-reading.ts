import { LineCounter, parseAllDocuments } from 'yaml';
import type { ReadYaml } from '../../../frontend/stage/manifest-syntax.ts';

/** In place of Deck's reader, which would bring all of Deck along. */
export const readYaml: ReadYaml = (text) => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const list = Array.isArray(documents) ? documents : [];
  const [error] = list.flatMap(({ errors }) => errors);
  if (error === undefined) return { kind: 'read', documents: list.length };
  const { line, col } = lines.linePos(error.pos[0]);
  return { kind: 'broken', line, column: col, reason: error.message };
};
