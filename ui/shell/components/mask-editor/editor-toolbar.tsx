import { type EditorTool, editorTools } from '../../state/mask-editor.ts';
import { usePanel } from '../panel-provider.tsx';
import {
  BrushIcon,
  ClearIcon,
  EraserIcon,
  FitIcon,
  InvertIcon,
  LassoIcon,
  RectangleIcon,
  ZoomIcon,
} from './editor-icons.tsx';
import { ToolButton } from './tool-button.tsx';

const icons = { brush: BrushIcon, eraser: EraserIcon, lasso: LassoIcon, rectangle: RectangleIcon };
/** The key of each tool. */
export const toolKeys = { brush: 'B', eraser: 'E', lasso: 'L', rectangle: 'M' };

type EditorToolbarProps = {
  onChoose(tool: EditorTool): void;
  onInvert(): void;
  onClear(): void;
  onZoom(factor: number): void;
  onFit(): void;
};

/** How much a button or key zooms. */
export const zoomStep = 1.25;

/** The tools, and what is done to the mask and the view as a whole. */
export function EditorToolbar({ onChoose, onInvert, onClear, onZoom, onFit }: EditorToolbarProps) {
  const { state, text } = usePanel();
  const { tool } = state.editor.tooling.value;
  return (
    <div class="editor-toolbar" role="toolbar" aria-label={text.editor.toolbar}>
      {editorTools.map((name) => {
        const ToolIcon = icons[name];
        return (
          <ToolButton
            key={name}
            label={text.editor.tools[name]}
            shortcut={toolKeys[name]}
            isPressed={tool === name}
            onClick={() => onChoose(name)}
          >
            <ToolIcon />
          </ToolButton>
        );
      })}
      <span class="spacer" />
      <ToolButton label={text.editor.invert} shortcut="I" onClick={onInvert}>
        <InvertIcon />
      </ToolButton>
      <ToolButton label={text.editor.clear} onClick={onClear}>
        <ClearIcon />
      </ToolButton>
      <span class="spacer" />
      <ToolButton label={text.editor.zoomOut} shortcut="-" onClick={() => onZoom(1 / zoomStep)}>
        <ZoomIcon isIn={false} />
      </ToolButton>
      <ToolButton label={text.editor.zoomIn} shortcut="+" onClick={() => onZoom(zoomStep)}>
        <ZoomIcon isIn />
      </ToolButton>
      <ToolButton label={text.editor.fit} shortcut="0" onClick={onFit}>
        <FitIcon />
      </ToolButton>
    </div>
  );
}
