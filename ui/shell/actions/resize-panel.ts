import type { Size } from '../../../protocol/geometry.ts';
import { panelLimits } from '../state/settings.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { reportError } from './report-error.ts';

/** The panel's own size, kept within limits and remembered. */
export type ResizeActions = {
  resizeTo(size: Size): void;
  resizeBy(dx: number, dy: number): void;
  /** Makes the panel as high as its content, which is not remembered; null gives it its own height back. */
  fit(height: number | null): void;
};

export function createResizeActions(context: PanelContext, settings: SettingsActions): ResizeActions {
  const { state, host } = context;
  let fitted: number | null = null;

  function resizeTo(wanted: Size): void {
    const width = within(wanted.width, panelLimits.width);
    const height = within(wanted.height, panelLimits.height);
    settings.change(fitted === null ? { panelWidth: width, panelHeight: height } : { panelWidth: width });
    ask({ width, height: fitted ?? height });
  }

  function ask(size: Size): void {
    host.call('resizePanel', size).catch((thrown: unknown) => reportError(context, thrown));
  }

  return {
    resizeTo,
    resizeBy(dx, dy) {
      const { panelWidth, panelHeight } = state.settings.value;
      resizeTo({ width: panelWidth + dx, height: panelHeight + dy });
    },
    fit(height) {
      const next = height === null ? null : Math.min(panelLimits.height.max, Math.ceil(height));
      if (next === fitted) return;
      fitted = next;
      const { panelWidth, panelHeight } = state.settings.value;
      ask({ width: panelWidth, height: fitted ?? panelHeight });
    },
  };
}

function within(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
