import { unreachable } from '../../../../backend-stub/control-plane/argo-rollouts/failure.ts';

describe('a socket that fails', () => {
  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ENOTFOUND', 'unknown-host'],
    ['EAI_AGAIN', 'unknown-host'],
    ['EHOSTUNREACH', 'no-route'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['EPROTO', 'tls'],
    ['ABORT_ERR', 'timeout'],
    ['ECONNRESET', 'connection-lost'],
    ['ESOMETHINGNEW', 'connection-lost'],
  ])('with %s is told as %s', (code, reason) => {
    expect(unreachable('prod', Object.assign(new Error('x'), { code })).reason).toBe(reason);
  });

  it('is told without what the error carries', () => {
    const error = Object.assign(new Error('x'), {
      code: 'ECONNRESET',
      request: { headers: { authorization: 'Bearer secret' } },
    });
    const told = unreachable('prod', error);
    expect(JSON.stringify([told.message, told.stack, told.cause])).not.toContain('secret');
    expect(told.cause).toEqual(new Error('ECONNRESET'));
  });
});
