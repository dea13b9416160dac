import { identityOf } from '../../backend-stub/pipelines/identity.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { outcomes, type PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { identityWords } from '../../backend-stub/pipelines/words.ts';
import { sortAt, wordAt, wordsAt, type Written } from '../view/address.ts';

export const verdictWords = ['skipped', 'fails', 'cannot-tell', 'allowed', 'nothing-automatic'] as const;
export const sortKeys = ['name', 'identity', 'verdict'] as const;
export type SortKey = (typeof sortKeys)[number];

/** As it stands in the address; a word that is not known there is none. */
export interface Look {
  /** Part of a name, an identity or a role, in any case. */
  readonly find: string;
  readonly verdict: PipelineVerdict['outcome'] | undefined;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** Undefined while it has not been judged yet. */
export type Judged = (pipeline: Pipeline) => PipelineVerdict | undefined;

export function shownPipelines(pipelines: readonly Pipeline[], look: Look, judged: Judged): readonly Pipeline[] {
  const found = pipelines.filter((pipeline) => isFound(pipeline, look, judged));
  const keyOf = (pipeline: Pipeline): string | number => sortValue(pipeline, look.sort, judged);
  const keyed = found.map((pipeline) => ({ pipeline, key: keyOf(pipeline), name: pipeline.name }));
  const direction = look.descending ? -1 : 1;
  keyed.sort((left, right) => direction * compared(left.key, right.key) || compared(left.name, right.name));
  return keyed.map(({ pipeline }) => pipeline);
}

/** Each of its triggers' identities once, in words. */
export function identitiesOf(pipeline: Pipeline): readonly string[] {
  return [...new Set(pipeline.triggers.map((trigger) => identityWords(identityOf(trigger, pipeline))))];
}

function isFound(pipeline: Pipeline, { find, verdict }: Look, judged: Judged): boolean {
  if (verdict !== undefined && judged(pipeline)?.outcome !== verdict) return false;
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return true;
  const kinds = pipeline.triggers.map(({ kind }) => kind);
  return [pipeline.name, ...identitiesOf(pipeline), ...(pipeline.roles ?? []), ...kinds].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

function sortValue(pipeline: Pipeline, sort: SortKey, judged: Judged): string | number {
  switch (sort) {
    case 'name':
      return pipeline.name.toLowerCase();
    case 'identity':
      return identitiesOf(pipeline).join().toLowerCase();
    case 'verdict':
      return outcomes.findIndex((one) => one === judged(pipeline)?.outcome);
  }
}

function compared(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What stands in the address of the page; whoever wrote it there. */
export const addressKeys = ['pipeline', 'find', 'verdict', 'sort'] as const;
export type Address = Partial<Record<(typeof addressKeys)[number], string>>;

export function readLook(address: Written): Look {
  return {
    find: wordAt(address, 'find'),
    verdict: verdictWords.find((one) => one === wordAt(address, 'verdict')),
    ...sortAt(sortKeys, address, { sort: 'verdict', descending: true }),
  };
}

export function readAddress(address: Written): Address {
  return wordsAt(addressKeys, address);
}
