import { useEffect, useRef } from 'preact/hooks';
import { AboutSheet } from './about/about-sheet.tsx';
import { IntroCard } from './about/intro-card.tsx';
import { AdvancedSettings } from './advanced-settings.tsx';
import { Announcer } from './announcer.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { DestinationChoice } from './destination-choice.tsx';
import { ExpansionChoice } from './expansion-choice.tsx';
import { HistoryView } from './history/history-view.tsx';
import { ImportedLine } from './imported-line.tsx';
import { LayerRoles } from './layer-roles.tsx';
import { MaskEditorButton } from './mask-editor/mask-editor-button.tsx';
import { MaskEditorView } from './mask-editor/mask-editor-view.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { usePanel } from './panel-provider.tsx';
import { PromptBox } from './prompt-box.tsx';
import { ReopenBar } from './reopen-bar.tsx';
import { ResizeHandle } from './resize-handle.tsx';
import { Results } from './results.tsx';
import { RunBar } from './run-bar.tsx';
import { RunSettings } from './run-settings.tsx';
import { DownloadLine } from './shelf/download-line.tsx';
import { ShelfAnnouncer } from './shelf/shelf-announcer.tsx';
import { ShelfView } from './shelf/shelf-view.tsx';
import { StatusLine } from './status-line.tsx';
import { useFit } from './use-fit.ts';
import { WaitingList } from './waiting-list.tsx';

/** The whole panel. */
export function App() {
  const { state, actions, text } = usePanel();
  const language = state.language.value;
  const isShelfOpen = state.shelf.isOpen.value;
  const isEditorOpen = state.editor.isOpen.value && !isShelfOpen;
  const isHistoryOpen = state.history.isOpen.value && !isShelfOpen && !isEditorOpen;
  const isCompact = state.settings.value.isCompact && !isShelfOpen && !isEditorOpen && !isHistoryOpen;
  const panel = useRef<HTMLElement>(null);
  useFit(panel, isCompact);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isBusy = state.active.value !== null;
      const isShelfOpen = state.shelf.isOpen.value;
      // A key that is held presses a button once; else it would fill the queue.
      if (event.key === 'Enter' && event.repeat && document.activeElement?.localName === 'button')
        event.preventDefault();
      // A dialog answers Escape itself.
      if (document.querySelector('dialog[open]') !== null) return;
      if (
        state.about.sheet.value !== null ||
        state.shelf.question.value !== null ||
        state.consent.isAsking.value
      )
        return;
      if (event.key === 'Escape' && state.isDragging.value) actions.drops.endDrag();
      else if (event.key === 'Escape' && isShelfOpen) actions.shelf.close();
      else if (event.key === 'Escape' && state.editor.isOpen.value) actions.editor.close();
      else if (event.key === 'Escape' && state.history.isOpen.value) actions.history.close();
      else if (event.key === 'Escape' && isBusy) actions.cancel();
      else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat && !isShelfOpen)
        void actions.run();
      else return;
      event.preventDefault();
    }
    // A file dropped on the panel would otherwise be opened in its place.
    function followDrag(event: DragEvent): void {
      event.preventDefault();
      actions.drops.followDrag([...(event.dataTransfer?.items ?? [])]);
    }
    function answerDrop(event: DragEvent): void {
      event.preventDefault();
      actions.drops.answerDrop([...(event.dataTransfer?.items ?? [])]);
    }
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('dragover', followDrag);
    function followLeave(event: DragEvent): void {
      if (event.relatedTarget === null && state.shelf.isZipOver.value) actions.drops.endDrag();
    }
    window.addEventListener('drop', answerDrop);
    window.addEventListener('dragleave', followLeave);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('dragover', followDrag);
      window.removeEventListener('drop', answerDrop);
      window.removeEventListener('dragleave', followLeave);
    };
  }, [state, actions]);

  return (
    <main ref={panel} class={isCompact ? 'panel compact' : 'panel'} aria-label={text.panelLabel}>
      {isShelfOpen ? <ShelfView /> : null}
      {isEditorOpen ? <MaskEditorView /> : null}
      {isHistoryOpen ? <HistoryView /> : null}
      <div class="panel-scroll" hidden={isShelfOpen || isEditorOpen || isHistoryOpen}>
        <h1 class="unseen">{text.panelLabel}</h1>
        <PromptBox />
        <ModeChoice />
        <ReopenBar />
        <MaskEditorButton />
        <LayerRoles />
        <ExpansionChoice />
        <DestinationChoice />
        <RunSettings />
        <AdvancedSettings />
        <IntroCard />
        <Results />
      </div>
      <footer class="panel-foot">
        <NoticeBar />
        <ImportedLine />
        {isShelfOpen ? null : <DownloadLine />}
        <div hidden={isShelfOpen && state.active.value === null}>
          <RunBar />
          <WaitingList />
        </div>
        <StatusLine />
      </footer>
      <ResizeHandle />
      {state.isDragging.value ? <p class="drop-state takes-folder">{text.models.drop}</p> : null}
      {state.shelf.isZipOver.value ? <p class="drop-state">{text.shelf.add.dropZip}</p> : null}
      <ConsentDialog />
      <AboutSheet />
      <Announcer />
      <ShelfAnnouncer />
    </main>
  );
}
