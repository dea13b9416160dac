import { abort } from '../../../backend-stub/deployment/patches.ts';
import { recorded, stateOf } from './situations.ts';

describe('the patch that aborts', () => {
  const patch = (situation: string): unknown => abort(stateOf(recorded(situation))!).body['status'];

  it('asks for an abort and nothing else of a rollout that takes its steps', () => {
    expect(patch('waiting-at-approval')).toEqual({ abort: true });
  });

  it('takes a full promotion back as well, under which Argo would take back the abort', () => {
    expect(patch('promoting-fully')).toEqual({ abort: true, promoteFull: null });
  });
});
