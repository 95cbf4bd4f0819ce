import type { Document } from '../document/document.ts';
import { element } from './element.ts';

/** The list of pages above the layers; shown once there is more than one, with a button for another. */
export class PagesList {
  readonly root = element('section', { class: 'pages', 'aria-label': 'Pages' });

  constructor(
    private readonly document: Document,
    private readonly onSwitch: () => void,
  ) {}

  render(): void {
    const { document } = this;
    const add = element(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Add page', title: 'Add page' },
      '+',
    );
    add.addEventListener('click', () => {
      const name = `Page ${document.pages.length + 1}`;
      const id = document.act(() => document.create('PAGE', document.rootId, { name }));
      this.#switchTo(id);
    });
    const rows = document.pages.map((page) => {
      const row = element('button', { type: 'button', class: 'page-row', 'data-page': page.id }, page.name);
      if (page.id === document.currentPageId) row.setAttribute('aria-current', 'page');
      row.addEventListener('click', () => this.#switchTo(page.id));
      return row;
    });
    const isOne = rows.length < 2;
    this.root.replaceChildren(
      element('header', {}, element('h2', {}, isOne ? (rows[0]?.textContent ?? '') : 'Pages'), add),
    );
    if (!isOne) this.root.append(...rows);
  }

  #switchTo(id: string): void {
    this.document.setCurrentPage(id);
    this.onSwitch();
  }
}
