import { accepted, ourStage, running, saying, succeeded, withOurStage } from './our-stage.ts';
import type { OurOptions } from './our-stage.ts';
import type { Turn } from './recorded-target.ts';

const answers = (...polls: readonly Turn[]): OurOptions['answers'] => ({
  'POST /v1/deployments': accepted,
  'GET /v1/deployments/d1/status': saying(...polls),
});

describe('an execution read back', () => {
  const read = async (url: string, user?: string): Promise<[number, string]> => {
    const response = await fetch(url, user === undefined ? {} : { headers: { 'X-SPINNAKER-USER': user } });
    return [response.status, await response.text()];
  };

  it('is what Orca stores, for who may read it; an empty 200 for others; 404 when there is none', async () => {
    await withOurStage(
      { answers: answers(running, succeeded), readers: ['reader@example.com'] },
      async ({ orca, run }) => {
        const { id } = run(ourStage());
        await orca.finished(id);
        const [code, body] = await read(`${orca.url}/pipelines/${id}`, 'reader@example.com');
        expect([code, JSON.parse(body)]).toEqual([200, orca.execution(id)]);
        expect(await read(`${orca.url}/pipelines/${id}`, 'bob@example.com')).toEqual([200, '']);
        expect(await read(`${orca.url}/pipelines/${id}`)).toEqual([200, '']);
        expect((await read(`${orca.url}/pipelines/01M0000000000000000000000`, 'reader@example.com'))[0]).toBe(404);
      },
    );
  });

  it('can not be read while Orca is down', async () => {
    await withOurStage({ answers: answers(running) }, async ({ orca, run }) => {
      const { id } = run(ourStage());
      await orca.kill();
      await expect(read(`${orca.url}/pipelines/${id}`)).rejects.toThrow('fetch failed');
      await orca.resume();
      expect((await read(`${orca.url}/pipelines/${id}`))[0]).toBe(200);
    });
  });
});
