import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { startOrca } from './orca.ts';
import type { SmallOrca } from './orca.ts';
import { accepted, header, json, ourStage, running, saying, succeeded, token } from './our-stage.ts';
import { webhookBlock } from './plugin-configuration.ts';
import { startTarget } from './recorded-target.ts';
import type { RecordedTarget } from './recorded-target.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Our service, the operator's other webhook, and an address that nobody has listed. */
interface World {
  readonly orca: SmallOrca;
  readonly clock: VirtualClock;
  readonly ours: RecordedTarget;
  readonly other: RecordedTarget;
  readonly elsewhere: RecordedTarget;
  readonly ends: (stage: JsonObject) => Promise<string>;
}

/** `allowed` says what becomes of the list of plugin.yaml. */
async function withOrca(
  allowed: (block: JsonObject, other: string) => JsonObject,
  look: (world: World) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const done = (): ReturnType<typeof json> => json(200, { status: 'SUCCEEDED', progress: '', statusUrl: '' });
  const polls = saying(running, succeeded);
  const ours = await startTarget({
    clock,
    turn: (request, address) => (request.path === '/v1/deployments' ? accepted(request, address) : polls()),
  });
  const other = await startTarget({ clock, turn: done });
  const elsewhere = await startTarget({ clock, turn: done });
  const block = await webhookBlock({ address: ours.address, properties: { GENNAKER_ORCA_TOKEN: token } });
  const orca = await startOrca({ webhook: allowed(objectOf(block), other.address), clock });
  const ends = async (stage: JsonObject): Promise<string> => {
    const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'mallory@example.com', stages: [stage] });
    return (await orca.finished(id)).status;
  };
  try {
    await look({ orca, clock, ours, other, elsewhere, ends });
  } finally {
    await orca.close();
    await Promise.all([ours, other, elsewhere].map((target) => target.close()));
  }
}

/** As plugin.yaml has it, with the operator's own prefix beside ours, as it asks for. */
function complete(block: JsonObject, other: string): JsonObject {
  const listed = block['allowedRequests'];
  const theirs: Json = { httpMethods: ['POST', 'GET'], urlPrefix: `${other}/` };
  return { ...block, allowedRequests: [...(Array.isArray(listed) ? listed : []), theirs] };
}

const asRendered = (block: JsonObject): JsonObject => block;
const withoutList = (block: JsonObject): JsonObject => ({ ...block, allowedRequestsEnabled: false });

/** What a pipeline author may write to have our bearer sent to an address of his own. */
const thefts: readonly (readonly [string, (address: string) => JsonObject])[] = [
  ['monitorOnly and a statusEndpoint', (address) => ({ monitorOnly: true, statusEndpoint: `${address}/steal` })],
  ['the alias of a plain webhook', (url) => ({ alias: 'webhook', url: `${url}/steal`, method: 'GET' })],
  [
    'the alias of a plain webhook that waits',
    (url) => ({ alias: 'webhook', monitorOnly: true, waitForCompletion: true, statusEndpoint: `${url}/steal` }),
  ],
];
const bearerAt = (target: RecordedTarget): readonly (string | undefined)[] =>
  target.seen.map((request) => header(request, 'authorization'));

describe('the list of allowed requests in plugin.yaml', () => {
  it.each(thefts)('stops a stage of our type with %s, which sends our bearer away without it', async (_case, theft) => {
    await withOrca(withoutList, async ({ ends, elsewhere }) => {
      await ends(ourStage(theft(elsewhere.address)));
      expect(bearerAt(elsewhere)).toContain(`Bearer ${token}`);
    });
    await withOrca(complete, async ({ ends, elsewhere }) => {
      expect(await ends(ourStage(theft(elsewhere.address)))).toBe('TERMINAL');
      expect(elsewhere.seen).toEqual([]);
    });
  });

  it('stops an address that is laid over a running stage, for its polls and for its cancel call', async () => {
    for (const key of ['statusEndpoint', 'cancelEndpoint'])
      await withOrca(complete, async ({ orca, clock, elsewhere }) => {
        const stages = [ourStage()];
        const { id } = orca.start({ application: 'shop', name: 'deploy', user: 'alice@example.com', stages });
        clock.beforeJump = async () => {
          const [stage] = orca.execution(id)?.stages ?? [];
          if (stage?.context['statusEndpoint'] === undefined) return;
          orca.patchStage(id, stage.id, { [key]: `${elsewhere.address}/steal` });
          if (key === 'cancelEndpoint') orca.cancel(id, 'mallory@example.com');
        };
        expect((await orca.finished(id)).status).not.toBe('SUCCEEDED');
        expect(elsewhere.seen).toEqual([]);
      });
  });

  const foreign = (address: string): JsonObject => ({
    type: 'webhook',
    name: 'Tell the chat',
    url: `${address}/notify`,
    method: 'POST',
    payload: { text: 'deployed' },
  });

  it("lets a webhook of the operator's run whose prefix he has added, without our bearer", async () => {
    await withOrca(complete, async ({ ends, other }) => {
      expect(await ends(foreign(other.address))).toBe('SUCCEEDED');
      expect(other.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /notify']);
      expect(bearerAt(other)).toEqual([undefined]);
    });
  });

  it('stops a webhook whose prefix was not added: the list is for all of Orca', async () => {
    await withOrca(asRendered, async ({ ends, other }) => {
      expect(await ends(foreign(other.address))).toBe('TERMINAL');
      expect(other.seen).toEqual([]);
    });
  });

  it('lets our bearer go to every prefix that is on it, so that it must be worth nothing by itself', async () => {
    await withOrca(complete, async ({ ends, other }) => {
      await ends(ourStage({ monitorOnly: true, statusEndpoint: `${other.address}/steal` }));
      expect(bearerAt(other)).toContain(`Bearer ${token}`);
    });
  });
});

function objectOf(block: Json): JsonObject {
  if (!isObject(block)) throw new TypeError('plugin.yaml has no webhook block.');
  return block;
}
