import { createStageService } from '../../../frontend/service/client.ts';

const told = {
  version: '1.2.3',
  findings: [
    { check: 'Fiat', verdict: 'ok', sentence: 'Fiat answers.' },
    { check: 'Argo Rollouts', verdict: 'wrong', sentence: 'No.', change: 'Install it.', about: 'prod' },
  ],
};
const service = (body: unknown) =>
  createStageService({
    request: async () => ({ kind: 'answer', status: 200, body }),
    patchStage: async () => ({ kind: 'no-answer', why: 'nobody' }),
  });

describe('what the doctor found', () => {
  it('is read with every field', async () => {
    expect(await service(told).doctor()).toEqual(told);
  });

  it('is not guessed at where only a newer service knows the check', async () => {
    const findings = [{ ...told.findings[0], check: 'the moon' }];
    await expect(service({ ...told, findings }).doctor()).rejects.toThrow(
      /answer\.findings\[0\]\.check should be one of/,
    );
  });
});
