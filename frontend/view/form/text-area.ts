import { lineHeight } from './Gutter.tsx';
import { lineRange } from './text-editing.ts';
import type { Edit } from './text-editing.ts';

/** As if somebody had typed it, so that the browser's undo takes it back where it can. */
export function replaceInArea(area: HTMLTextAreaElement, { from, to, text, select }: Edit): void {
  area.setSelectionRange(from, to);
  if (!typeInto(text)) {
    area.setRangeText(text, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(...select);
}

/** The one way to write into a textarea that its undo knows; not in every browser, and in no stand-in for one. */
function typeInto(text: string): boolean {
  return 'execCommand' in document && document.execCommand('insertText', false, text);
}

/** Selects a line and brings it to the middle of what can be seen. */
export function showLine(area: HTMLTextAreaElement, line: number): void {
  area.focus();
  area.setSelectionRange(...lineRange(area.value, line));
  area.scrollTop = Math.max(0, (line - 1) * lineHeight - area.clientHeight / 2);
}
