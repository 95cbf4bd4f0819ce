import { useId } from 'preact/hooks';
import { IconButton } from './icon-button.tsx';
import { ResetIcon } from './icons.tsx';

type SliderFieldProps = {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
  /** The value in words, with its unit. */
  format: (value: number) => string;
  /** Given where the value is not the usual one: the way back. */
  reset?: { label: string; onReset: () => void };
};

/** A number from a range, by feel; what it is stands beside its label. */
export function SliderField({ label, value, onChange, min, max, step, format, reset }: SliderFieldProps) {
  const id = useId();
  return (
    <div class="field slider-field">
      <label for={id}>{label}</label>
      <output for={id}>{format(value)}</output>
      <input
        id={id}
        class="slider"
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={format(value)}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="slider-reset">
        {reset === undefined ? null : (
          <IconButton label={reset.label} onClick={reset.onReset}>
            <ResetIcon />
          </IconButton>
        )}
      </span>
    </div>
  );
}
