/** One call to the stage service, by whatever way leads there. */
export interface Call {
  readonly method: 'GET' | 'POST';
  /** Segments after the service's address, not encoded yet. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: unknown;
}

export type Response =
  /** Of any status, refusals too; `body` is undefined where it was no JSON. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** It is not known whether the call arrived. `why` is for the sentence that people read. */
  | { readonly kind: 'no-answer'; readonly why: string };

/** Never rejects. */
export type Request = (call: Call) => Promise<Response>;

/** A stage of an execution, as Deck knows it. */
export interface StagePlace {
  readonly executionId: string;
  readonly stageId: string;
}

/** Lays values over the context of a stage in Orca, by way of Gate, as whoever is logged in. Never rejects. */
export type PatchStage = (place: StagePlace, context: Readonly<Record<string, unknown>>) => Promise<Response>;

/** How everything travels. */
export interface Transport {
  /** To the service. */
  readonly request: Request;
  readonly patchStage: PatchStage;
}
