import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import type { Rasteriser } from '../render/canvas-kit.ts';
import type { PictureCache } from '../render/picture-cache.ts';
import { listenToClipboard } from './clipboard.ts';
import { placePictureFile } from './drop-picture.ts';
import { element } from './element.ts';
import { icon } from './icons.ts';
import { LayersPanel } from './layers-panel.ts';
import { Notes } from './notes.ts';
import { Overlay } from './overlay.ts';
import { PagesList } from './pages-list.ts';
import { isTyping, listenToPointer } from './pointer-input.ts';
import { PropertiesPanel } from './properties-panel.ts';
import { pressKey, showAll, showStart } from './shortcuts.ts';
import { Stage } from './stage.ts';
import { editText } from './text-editing.ts';
import { Toolbar } from './toolbar.ts';
import { handTool } from './tools/hand-tool.ts';
import { lineTool } from './tools/line-tool.ts';
import { pencilTool } from './tools/pencil-tool.ts';
import { selectTool } from './tools/select-tool.ts';
import { shapeTool } from './tools/shape-tool.ts';
import { textTool } from './tools/text-tool.ts';
import type { Tool, ToolContext, ToolName } from './tools/tool.ts';
import { Viewport } from './viewport.ts';

/** What there is to see should not start out behind a plugin's panel. */
const PANEL_INSET_PX = 380;

export type EditorOptions = {
  root: HTMLElement;
  document: Document;
  raster: Rasteriser;
  pictures: PictureCache;
  /** What stands at the left of the top bar, and the buttons at its right. */
  title: string;
  actions: readonly HTMLElement[];
};

/** The editor that a person works in: layers, canvas with tools, properties. */
export class Editor {
  readonly viewport = new Viewport();
  readonly notes = new Notes();
  readonly stage: Stage;
  /** The area of the canvas, over which panels float. */
  readonly area = element('main', { class: 'area', 'aria-label': 'Canvas' });
  /** Asked first about files dropped onto the canvas; answers whether the editor shall take them. */
  offerFiles: (files: readonly File[], point: Vector) => Promise<boolean> = async () => true;
  #overlay: Overlay;
  #pages: PagesList;
  #layers: LayersPanel;
  #properties: PropertiesPanel;
  #toolbar: Toolbar;
  #tools: Record<ToolName, Tool>;
  #active: ToolName = 'select';
  #zoomLabel = element('button', { type: 'button', class: 'zoom', title: 'Zoom to fit (Shift 1)' });

  constructor(private readonly options: EditorOptions) {
    const { document, raster, pictures, root } = options;
    this.#overlay = new Overlay(document, this.viewport);
    const context = { raster, nodes: document, pictures, isDraft: true };
    const page = () => document.get(document.currentPageId);
    this.stage = new Stage(context, this.viewport, page, () => this.#overlay.draw());
    this.#pages = new PagesList(document, () => showAll(document, this.viewport));
    this.#layers = new LayersPanel(document, (id) => {
      this.#overlay.hovered = id;
      this.#overlay.draw();
    });
    this.#properties = new PropertiesPanel(document);
    this.#toolbar = new Toolbar((name) => this.choose(name));
    this.#tools = this.#makeTools();
    this.area.append(this.stage.canvas, this.#overlay.canvas, this.#toolbar.root, this.notes.root);
    const left = element('div', { class: 'left' }, this.#pages.root, this.#layers.root);
    root.replaceChildren(this.#topBar(), left, this.area, this.#properties.root);
    this.#listen();
    this.choose('select');
    this.#renderPanels();
    showStart(document, this.viewport, PANEL_INSET_PX);
  }

  choose(name: ToolName): void {
    this.#active = name;
    this.#overlay.hovered = null;
    this.#overlay.canvas.style.cursor = this.#tools[name].cursor;
    this.#toolbar.show(name);
  }

  /** Says which buttons plugins have left on a layer. */
  set relaunchButtonsOf(buttonsOf: PropertiesPanel['relaunchButtonsOf']) {
    this.#properties.relaunchButtonsOf = buttonsOf;
    this.#renderPanels();
  }

  #makeTools(): Record<ToolName, Tool> {
    const { document, raster } = this.options;
    const context: ToolContext = {
      document,
      raster,
      viewport: this.viewport,
      overlay: this.#overlay,
      finish: () => this.choose('select'),
      editText: (id) => editText(document, this.viewport, this.area, id),
    };
    return {
      select: selectTool(context),
      hand: handTool(context),
      frame: shapeTool(context, 'FRAME'),
      rectangle: shapeTool(context, 'RECTANGLE'),
      ellipse: shapeTool(context, 'ELLIPSE'),
      line: lineTool(context),
      pencil: pencilTool(context),
      text: textTool(context),
    };
  }

  #topBar(): HTMLElement {
    const { document, title, actions } = this.options;
    const button = (name: 'undo' | 'redo', label: string, act: () => void) => {
      const made = element('button', {
        type: 'button',
        class: 'icon-button',
        title: label,
        'aria-label': label,
      });
      made.append(icon(name));
      made.addEventListener('click', act);
      return made;
    };
    this.#zoomLabel.addEventListener('click', () => showAll(document, this.viewport));
    return element(
      'header',
      { class: 'top-bar' },
      element('span', { class: 'file-name' }, title),
      button('undo', 'Undo (Ctrl Z)', () => document.history.undo()),
      button('redo', 'Redo (Ctrl Shift Z)', () => document.history.redo()),
      element('span', { class: 'spacer' }),
      ...actions,
      this.#zoomLabel,
    );
  }

  #listen(): void {
    const { document } = this.options;
    document.subscribe(() => {
      this.stage.request();
      this.#renderPanels();
    });
    this.viewport.subscribe(() => {
      this.stage.request();
      this.#zoomLabel.textContent = `${Math.round(this.viewport.getZoom() * 100)} %`;
    });
    const resized = () => {
      this.#overlay.setSize(this.area.clientWidth, this.area.clientHeight);
      this.stage.setSize(this.area.clientWidth, this.area.clientHeight);
    };
    resized();
    new ResizeObserver(resized).observe(this.area);
    listenToPointer(this.#overlay.canvas, this.viewport, () => this.#tools[this.#active], this.#tools.hand);
    window.addEventListener('keydown', (event) => {
      if (isTyping(event.target)) return;
      const context = { document, viewport: this.viewport, choose: (name: ToolName) => this.choose(name) };
      if (pressKey(event, context)) event.preventDefault();
    });
    this.#listenToDrops();
    listenToClipboard(document, (files) => void this.#place(files, this.viewport.getCenter()));
  }

  #listenToDrops(): void {
    this.area.addEventListener('dragover', (event) => event.preventDefault());
    this.area.addEventListener('drop', (event) => {
      event.preventDefault();
      const box = this.area.getBoundingClientRect();
      const point = this.viewport.toCanvas(event.clientX - box.left, event.clientY - box.top);
      void this.#place([...(event.dataTransfer?.files ?? [])], point);
    });
  }

  async #place(files: readonly File[], point: Vector): Promise<void> {
    if (!(await this.offerFiles(files, point))) return;
    for (const file of files) {
      const { document } = this.options;
      const result = await placePictureFile(document, file, point);
      if (document.find(result)) continue;
      const note = {
        message: `${file.name}: ${result}`,
        error: true,
        timeoutMs: 5000,
        buttonText: undefined,
      };
      this.notes.show(note, { onAction: () => true, onDequeue: () => undefined });
    }
  }

  #panelsAreDue = false;

  /** The lists follow at most once per frame, however many changes there were. */
  #renderPanels(): void {
    if (this.#panelsAreDue) return;
    this.#panelsAreDue = true;
    requestAnimationFrame(() => {
      this.#panelsAreDue = false;
      this.#pages.render();
      if (!this.#layers.root.querySelector('.layer-rename')) this.#layers.render();
      this.#properties.render();
    });
  }
}
