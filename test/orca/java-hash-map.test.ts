import { inHashMapOrder } from './java-hash-map.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { at, readRecording } from './recordings.ts';

describe("the order of a Java map's keys", () => {
  // Recordings that were stored as they were answered; some others were sorted by key. Keys of one bucket keep their order.
  it.each(['ok', 'locWebhook', 'override', 'poll404', 'numprogress'])('is that of the recording %s', async (name) => {
    const context = at(await readRecording(name), 'stages', 0, 'context');
    const maps = mapsIn(context ?? {});
    expect(maps.length).toBeGreaterThan(4);
    for (const map of maps) expect(Object.keys(inHashMapOrder(Object.entries(map)))).toEqual(Object.keys(map));
  });
});

/** Response headers are another kind of map. */
function mapsIn(value: Json): readonly JsonObject[] {
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    key === 'headers' || key === 'retries' ? [] : mapsIn(one),
  );
  return [value, ...inner];
}
