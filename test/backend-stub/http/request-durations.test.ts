import { Histogram, Registry } from 'prom-client';
import { RequestDurations } from '../../../backend-stub/http/request-durations.ts';

const name = 'gennaker_http_request_duration_seconds';
const help = 'Time to answer.';
const observed = [
  { listener: 'orca', route: '/v1/deployments/:id/status', status: 200, seconds: 0.0005 },
  { listener: 'orca', route: '/v1/deployments/:id/status', status: 200, seconds: 0.001 },
  { listener: 'orca', route: '/v1/deployments/:id/status', status: 200, seconds: 0.25 },
  { listener: 'orca', route: '/v1/deployments/:id/status', status: 404, seconds: 0.002 },
  { listener: 'people', route: 'none', status: 404, seconds: 60 },
];

describe('how long answers took', () => {
  it("is told to Prometheus in the words of prom-client's own histogram, line by line", async () => {
    const registry = new Registry();
    const theirs = new Histogram({
      name,
      help,
      labelNames: ['listener', 'route', 'status'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5],
      registers: [registry],
    });
    const ours = new RequestDurations(name, help);
    for (const { seconds, ...answered } of observed) {
      theirs.observe(answered, seconds);
      ours.observe(answered, seconds);
    }
    expect(ours.text().trimEnd().split('\n')).toEqual((await registry.metrics()).trimEnd().split('\n'));
  });
});
