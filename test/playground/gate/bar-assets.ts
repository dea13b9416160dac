/** Colours of its own, so that nobody takes the strip for a part of Deck. */
export const barStyle = `
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; }
body > spinnaker { flex: 1 1 auto; min-height: 0; }
#playground-bar {
  flex: none; display: flex; align-items: center; gap: 8px 20px; flex-wrap: wrap; box-sizing: border-box;
  padding: 5px 15px; background: #2b1b4d; color: #fff; font: 13px/20px "Source Sans 3", "Source Sans Pro", sans-serif;
}
#playground-bar.real { background: #8a1f11; }
#playground-bar form { display: flex; align-items: center; gap: 8px; margin: 0; }
#playground-bar label { margin: 0; font-weight: normal; }
#playground-bar select, #playground-bar button {
  font: inherit; color: #1c1233; background: #fff; border: 1px solid #fff; border-radius: 3px; padding: 1px 6px; height: 24px;
}
#playground-bar button { cursor: pointer; font-weight: 600; }
#playground-bar a { color: #fff; text-decoration: underline; }
#playground-bar nav { margin-left: auto; display: flex; gap: 20px; }
#playground-bar :focus-visible { outline: 2px solid #ffd24a; outline-offset: 2px; }
.playground-page main { padding: 20px 30px; max-width: 60em; font: 15px/1.5 "Source Sans 3", sans-serif; color: #222; }
.playground-page ol { list-style: none; padding: 0; }
.playground-page li { border: 1px solid #d5cfe3; border-radius: 4px; padding: 12px 16px; margin-bottom: 12px; }
.playground-page h1 { font-size: 24px; } .playground-page h2 { font-size: 16px; margin: 0; }
.playground-page .to { margin: 2px 0 8px; color: #555; }
.playground-page pre { background: #f4f2f8; padding: 10px; margin: 0; white-space: pre-wrap; }
`;

/**
 * Deck's own first page is an empty search, so one lands on the sample. Switching keeps where one was: the part of an address
 * after "#" is never sent by itself.
 */
export function barScript(landing: string): string {
  return `
if (location.pathname === '/' && location.hash === '') location.replace(${JSON.stringify(landing)});
const form = document.querySelector('#playground-bar form');
form.addEventListener('submit', () => { form.elements.page.value = location.pathname + location.hash; });
`;
}
