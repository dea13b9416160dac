import { escaped } from './markup.ts';

/** What every page has in its head, Deck's too. */
export const head = (title: string): string => `<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/bar.css">
<script src="/playground/bar.js" defer></script>`;
