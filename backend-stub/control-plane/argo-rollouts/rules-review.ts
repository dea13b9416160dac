import { at, listAt } from '../../deployment/kubernetes-object.ts';
import type { GrantedRules } from '../../deployment/granted-rules.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/ */
export const rulesReview = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview' } as const;

export const rulesReviewPath = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';

export function rulesReviewOf(namespace: string): { readonly type: string; readonly text: string } {
  return { type: 'application/json', text: JSON.stringify({ ...rulesReview, spec: { namespace } }) };
}

export function grantedRules(review: unknown): GrantedRules {
  return {
    rules: listAt(review, 'status', 'resourceRules').map((rule) => ({
      verbs: textsAt(rule, 'verbs'),
      groups: textsAt(rule, 'apiGroups'),
      resources: textsAt(rule, 'resources'),
      names: textsAt(rule, 'resourceNames'),
    })),
    incomplete: at(review, 'status', 'incomplete') === true,
  };
}

function textsAt(rule: unknown, key: string): readonly string[] {
  return listAt(rule, key).filter((one) => typeof one === 'string');
}
