/** One rule of what somebody may do in a namespace. */
export interface GrantedRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Not empty: only for these. */
  readonly names: readonly string[];
}

export interface GrantedRules {
  readonly rules: readonly GrantedRule[];
  /** Something beside RBAC may grant more than is listed. */
  readonly incomplete: boolean;
}
