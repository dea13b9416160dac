import type { NotificationType } from '../../../backend-stub/contract/notifications.ts';
import type { ApprovalMessage } from '../../../backend-stub/deployment/approver-call.ts';
import type { SendResult } from '../../../backend-stub/ports.ts';
import { echoNotifications } from '../../../backend-stub/spinnaker/echo.ts';
import { startEcho, type SmallEcho } from '../../spinnaker/echo.ts';

const link = 'https://deck.example.com/#/applications/shop/executions/details/01M8';
const message = (type: NotificationType, changes: Partial<ApprovalMessage> = {}): ApprovalMessage => ({
  type,
  address: '#releases',
  subject: 'Approval needed: Deploy web (shop) waits at step 2 of 4',
  paragraphs: ['Rollout web in shop waits.', 'Whoever has <a right> & a role may approve.'],
  link,
  application: 'shop',
  executionId: '01M8',
  pipeline: 'Deploy web',
  requester: 'alice@example.com',
  ...changes,
});

describe('calling approvers by Echo', () => {
  let echo: SmallEcho;
  beforeEach(async () => {
    echo = await startEcho(['slack', 'email', 'googlechat']);
  });
  afterEach(() => echo.close());

  const send = (sent: ApprovalMessage, timeoutMilliseconds = 5000): Promise<SendResult> =>
    echoNotifications({ url: echo.url, timeoutMilliseconds }).send(sent);

  it('posts what Echo reads, as JSON, and names the execution', async () => {
    expect(await send(message('slack'))).toEqual({ kind: 'sent' });
    const [asked] = echo.service.asked;
    expect([asked?.headers['content-type'], JSON.parse(asked?.body ?? '')]).toEqual([
      'application/json',
      {
        notificationType: 'SLACK',
        to: ['#releases'],
        severity: 'HIGH',
        source: { executionType: 'pipeline', executionId: '01M8', application: 'shop', user: 'alice@example.com' },
        additionalContext: {
          formatter: 'MARKDOWN',
          subject: 'Approval needed: Deploy web (shop) waits at step 2 of 4',
          body: `Rollout web in shop waits.\nWhoever has &lt;a right&gt; &amp; a role may approve.\n${link}`,
          execution: { name: 'Deploy web' },
        },
      },
    ]);
  });

  it.each<readonly [NotificationType, string]>([
    ['email', `<p>Whoever has &lt;a right&gt; &amp; a role may approve.</p>\n<p><a href="${link}">${link}</a></p>`],
    ['googlechat', `Whoever has ‹a right› & a role may approve.\n${link}`],
  ])('writes as it is read in %s, where no name becomes a tag or a mention', async (type, end) => {
    await send(message(type));
    expect(echo.received()[0]?.body.endsWith(end)).toBe(true);
  });

  it('is told by an empty answer that nobody sends messages of this type', async () => {
    expect(await send(message('sms'))).toEqual({
      kind: 'failed',
      reason: 'Echo has no service for sms switched on; an operator can.',
      again: false,
    });
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [400, false],
    [404, false],
    [302, false],
  ])('after an answer %d tries again or not: %s', async (status, again) => {
    echo.service.insteadAnswer({ status, body: { message: 'POST https://hooks.example.com/secret failed' } });
    const result = await send(message('slack'));
    expect(result).toEqual({ kind: 'failed', reason: `Echo answered ${status}; its log says why.`, again });
  });

  it('tries again while nothing listens, since nothing was sent', async () => {
    await echo.service.down();
    expect(await send(message('slack'))).toMatchObject({
      kind: 'failed',
      reason: "Echo can't be reached.",
      again: true,
      cause: { name: 'NoAnswer', message: expect.stringContaining('ECONNREFUSED') },
    });
    await echo.service.up();
  });

  it('does not try again when no answer came in time: it may have been sent', async () => {
    echo.service.hold();
    const result = await send(message('slack'), 100);
    expect(result).toMatchObject({ kind: 'failed', again: false, reason: expect.stringContaining('is not known') });
    expect(echo.service.asked).toHaveLength(1);
    echo.service.release();
  });

  it('does not try again when the connection broke: it may have been sent', async () => {
    echo.service.insteadAnswer('hang up');
    expect(await send(message('slack'))).toMatchObject({ kind: 'failed', again: false });
    expect(echo.service.asked).toHaveLength(1);
  });
});
