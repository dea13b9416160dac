import type { ApprovalMessage } from '../deployment/approver-call.ts';

/** The text in the form that each service shows as it was meant; a name is never a mention or a tag there. */
export function messageText({ type, paragraphs, link }: ApprovalMessage): string {
  const parts = link === undefined ? paragraphs : [...paragraphs, link];
  switch (type) {
    case 'email':
      return html(paragraphs, link);
    case 'slack':
      return parts.map(escaped).join('\n');
    case 'microsoftteams':
    case 'googlechat':
    case 'sms':
      // In Google Chat and Teams an angle bracket begins a mention or a tag, and nothing escapes it.
      return parts.join('\n').replaceAll('<', '‹').replaceAll('>', '›');
  }
}

function html(paragraphs: readonly string[], link: string | undefined): string {
  const lines = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`);
  if (link === undefined) return lines.join('\n');
  return [...lines, `<p><a href="${escaped(link).replaceAll('"', '&quot;')}">${escaped(link)}</a></p>`].join('\n');
}

/** Slack wants the same three signs escaped as HTML: https://docs.slack.dev/messaging/formatting-message-text/#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
