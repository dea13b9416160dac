/**
 * Deck shows what a validator says as HTML in one place and as Markdown in another, and a sentence may quote what somebody
 * wrote. As numeric entities the signs of both mean themselves in both.
 */
export function plainText(text: string): string {
  return text.replace(/[&<>"'`*_~[\]()#!|\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
