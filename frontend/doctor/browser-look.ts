/** What came of a call of this page to Gate. */
export type GateAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'no-answer'; readonly why: string };

/** The text that came of such a call. */
export type GateText =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly contentType: string }
  | { readonly kind: 'no-answer'; readonly why: string };

/** What only this page sees; Deck says it. */
export interface BrowserLook {
  readonly manifest: GateAnswer;
  /** What Gate serves as the bundle now, whatever this browser has kept of it. */
  readonly bundle: GateText;
  /** How many entries of our stage the list of stages has; undefined where this Deck does not tell. */
  readonly entries: number | undefined;
  /** Whether the operator has the stage switched on. */
  readonly stageIsOn: boolean;
}

/** Never rejects. `bundlePath` is where Gate serves what Deck loads. */
export type LookAround = (bundlePath: string) => Promise<BrowserLook>;
