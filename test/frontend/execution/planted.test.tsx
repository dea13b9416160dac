import { act } from '@testing-library/react';
import type { DeploymentDetails } from '../../../backend-stub/contract/details.ts';
import { isFields } from '../../../backend-stub/contract/reading.ts';
import { Part } from '../../../frontend/service/part.ts';
import { readDetails } from '../../../frontend/service/read-details.ts';
import { show, ToldService } from './acting.tsx';
import { answerIn, situations } from './recorded.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const planted =
  '<img src=x onerror="document.title=1"><b>${1+1}</b>{{1+1}}<a href="javascript:alert(1)">[x](javascript:1)';

/** Texts that people, pipelines or a cluster chose; all else is a word of the contract, a time or a hash. */
const free: ReadonlySet<string> = new Set([
  ...['application', 'pipeline', 'account', 'requester', 'summary', 'name', 'namespace', 'sentence', 'treatment'],
  ...['by', 'comment', 'result', 'user', 'trouble', 'why'],
]);
const freeLists: ReadonlySet<string> = new Set(['images', 'troubles', 'warnings', 'requiresRoles']);

/** The same, with the planted text at the end of each of these. */
function plant(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return free.has(key) || freeLists.has(key) ? `${value} ${planted}` : value;
  if (Array.isArray(value)) return value.map((item: unknown) => plant(item, key));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plant(inner, name)]));
}

function plantedDetails(situation: string): DeploymentDetails {
  return readDetails(new Part(plant(answerIn(situation)), 'answer'));
}

describe('what somebody has planted into a deployment', () => {
  it.each(situations)('is text and nothing else in Deck: %s', async (situation) => {
    const title = document.title;
    const { container, user } = show(new ToldService(plantedDetails(situation)));
    await act(async () => void jest.advanceTimersByTime(0));
    for (const button of container.querySelectorAll('button')) await user.hover(button);
    const page = document.body;
    expect(page.textContent).toContain(planted);
    expect(page.querySelectorAll('img, b, script, a[href^="javascript"], [onerror]')).toHaveLength(0);
    expect(document.title).toBe(title);
  });
});
