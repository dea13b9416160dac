// Fails when the registry that npm is configured with knows of a high or critical vulnerability in what the service runs with.
// A registry that answers no audit proves nothing: that is said, and is no failure.
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const grave = ['high', 'critical'];
const asked = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];

/** `npm audit` ends with 1 both for what it found and for what it could not ask, so its JSON is read. */
const { stdout, error } = spawnSync('npm', asked, { encoding: 'utf8', timeout: 60_000 });
const answer = jsonOf(stdout);
if (answer?.metadata?.vulnerabilities === undefined) leaveOut(whyNot(answer, error));
else process.exitCode = judge(Object.values(answer.vulnerabilities));

function judge(vulnerabilities) {
  const found = vulnerabilities.filter(({ severity }) => grave.includes(severity));
  for (const { name, severity, via } of found) {
    const titles = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`));
    console.log(`${name} has a ${severity} vulnerability: ${titles.join('; ')}`);
  }
  return found.length > 0 ? 1 : 0;
}

/** Not the whole message, which names the registry. */
function whyNot(answer, error) {
  const code = answer?.statusCode ?? answer?.error?.code ?? error?.code;
  return code === undefined ? 'npm said nothing that could be read' : `it answered ${code}`;
}

function leaveOut(why) {
  const line = `the audit of the dependencies, since the registry makes none: ${why}`;
  console.log(`left out: ${line}`);
  const file = process.env.GENNAKER_LEFT_OUT;
  if (file) appendFileSync(file, `${line}\n`);
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
