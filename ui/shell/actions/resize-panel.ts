import type { Size } from '../../../protocol/geometry.ts';
import { panelLimits } from '../state/settings.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/** The panel's own size, kept within limits and remembered. */
export type ResizeActions = {
  resizeTo(size: Size): void;
  resizeBy(dx: number, dy: number): void;
};

export function createResizeActions(context: PanelContext, settings: SettingsActions): ResizeActions {
  const { state, host } = context;

  function resizeTo({ width, height }: Size): void {
    const size = { width: within(width, panelLimits.width), height: within(height, panelLimits.height) };
    settings.change({ panelWidth: size.width, panelHeight: size.height });
    host.call('resizePanel', size).catch((thrown: unknown) => reportError(context, thrown));
  }

  return {
    resizeTo,
    resizeBy(dx, dy) {
      const { panelWidth, panelHeight } = state.settings.value;
      resizeTo({ width: panelWidth + dx, height: panelHeight + dy });
    },
  };
}

function within(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
