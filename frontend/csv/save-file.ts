/** Has the browser save a text, as if somebody had followed a link to it. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Not at once: the browser has only been told where to read.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
