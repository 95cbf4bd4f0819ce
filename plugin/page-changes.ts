/** Listens to changes of the layers on a page; the returned function ends it, also where the page is gone by then. */
export function onPageChange(page: PageNode, listener: (event: NodeChangeEvent) => void): () => void {
  page.on('nodechange', listener);
  return () => {
    // The host refuses every word to a page that was deleted.
    if (!page.removed) page.off('nodechange', listener);
  };
}
