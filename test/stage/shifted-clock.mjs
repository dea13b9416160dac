// Loaded before the service (`node --import`): its wall clock goes ahead of the host's by as many milliseconds as stand in
// a file, which SIGUSR2 makes it read again. Timers do not follow, as they do not follow a host's clock that is set.
import { readFileSync } from 'node:fs';

const file = process.env.GENNAKER_TEST_CLOCK;
const HostsDate = Date;
let ahead = 0;

const read = () => {
  ahead = Number(readFileSync(file, 'utf8'));
};
const now = () => HostsDate.now() + ahead;

if (file !== undefined) {
  // A test run that is killed hard, or by jest, can not end its services itself.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), 2000).unref();
  read();
  process.on('SIGUSR2', read);
  globalThis.Date = new Proxy(HostsDate, {
    construct: (target, words, derived) => Reflect.construct(target, words.length === 0 ? [now()] : words, derived),
    apply: () => new HostsDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
