import type { ReceivedNotification } from '../../spinnaker/echo.ts';
import { escaped } from './markup.ts';
import { head } from './page-head.ts';

/** What reached Echo, the newest first. */
export function notificationsPage(barMarkup: string, received: readonly ReceivedNotification[]): string {
  return `<!doctype html>
<html lang="en">
<head>
${head('Calls to approvers')}
</head>
<body class="playground-page">
${barMarkup}
<main>
<h1>Calls to approvers</h1>
${received.length === 0 ? empty : `<ol>${received.map(call).reverse().join('\n')}</ol>`}
<p><a href="/">Back to Deck</a></p>
</main>
</body>
</html>`;
}

const empty = `<p>None yet. When a pipeline waits for an approval, Spinnaker's Echo is asked to call the people who may give it.
What reaches it is listed here; nobody is really called.</p>`;

function call({ notificationType, to, subject, body, at }: ReceivedNotification): string {
  const recipients = escaped(`${notificationType.toLowerCase()} to ${to.join(', ')}`);
  return `<li>
<h2>${escaped(subject)}</h2>
<p class="to">${recipients}, <time datetime="${at.toISOString()}">${at.toISOString().slice(11, 19)} UTC</time></p>
<pre>${linked(escaped(body))}</pre>
</li>`;
}

/** The way to the execution, within this playground. */
function linked(markup: string): string {
  return markup.replace(/http:\/\/localhost:\d+\/#[\w/-]+/g, (url) => `<a href="${url}">${url}</a>`);
}
