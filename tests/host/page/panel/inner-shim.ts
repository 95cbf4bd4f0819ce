/** What the first message to the shim carries; the port stays for the theme. */
export type ShimStart = { head: string; body: string; themeClass: string };

/** Told through the port while the panel lives. */
export type ShimTheme = { themeClass: string; css: string };

/**
 * Runs inside the panel's `data:` document: waits for the plugin's HTML and writes it over itself, so that the
 * document keeps its opaque origin. It is turned into text, so it may use nothing from around it.
 */
function shim(): void {
  window.addEventListener('message', function start(event: MessageEvent) {
    const port = event.ports[0];
    if (event.source !== window.parent || !port) return;
    window.removeEventListener('message', start);
    const { head, body, themeClass } = event.data as ShimStart;
    document.open();
    // Opening the document took every listener away; these belong to the new one.
    window.addEventListener('load', () => port.postMessage('loaded'));
    port.onmessage = ({ data }: MessageEvent<ShimTheme>) => {
      document.documentElement.classList.remove('figma-light', 'figma-dark');
      document.documentElement.classList.add(data.themeClass);
      const style = document.getElementById('figma-style');
      if (style) style.textContent = data.css;
    };
    document.write(head);
    if (themeClass !== '') document.documentElement.classList.add(themeClass);
    document.write(body);
    document.close();
  });
}

/** The address of the innermost frame. */
export const shimUrl = `data:text/html;charset=utf-8,${encodeURIComponent(
  `<!doctype html><html><head><meta charset="utf-8"></head><body><script>(${shim.toString()})()</script></body></html>`,
)}`;
