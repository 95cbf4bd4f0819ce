import { useId } from 'preact/hooks';

type MeasureFieldProps = {
  label: string;
  value: number;
  min: number;
  max: number;
  /** What the slider alone reaches, where the number goes further. */
  slider?: { min: number; max: number };
  unit: string;
  /** Far apart where values are large: every step of the slider is the same share. */
  isLogarithmic?: boolean;
  onChange: (value: number) => void;
  /** The slider was let go of. */
  onSettled?: () => void;
};

/** Steps of a logarithmic slider. */
const steps = 100;

/** A number by a slider, for the eye, and by a field, for exactness. */
export function MeasureField({
  label,
  value,
  min,
  max,
  slider = { min, max },
  unit,
  isLogarithmic = false,
  onChange,
  onSettled,
}: MeasureFieldProps) {
  const id = useId();
  const within = (number: number) => Math.min(max, Math.max(min, Math.round(number)));
  const ratio = Math.log(slider.max / slider.min);
  const toSlider = (number: number) =>
    isLogarithmic ? Math.round((Math.log(number / slider.min) / ratio) * steps) : number;
  const fromSlider = (place: number) =>
    isLogarithmic ? slider.min * Math.exp((place / steps) * ratio) : place;

  function commit(element: HTMLInputElement): void {
    const number = Number(element.value.trim().replace(',', '.'));
    const isNumber = element.value.trim() !== '' && Number.isFinite(number);
    element.value = String(isNumber ? within(number) : value);
    if (isNumber) onChange(within(number));
    onSettled?.();
  }

  return (
    <div class="measure-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={isLogarithmic ? 0 : slider.min}
        max={isLogarithmic ? steps : slider.max}
        value={toSlider(value)}
        aria-valuetext={`${value} ${unit}`}
        onInput={(event) => onChange(within(fromSlider(Number(event.currentTarget.value))))}
        onChange={onSettled}
      />
      <input
        class="input"
        type="number"
        inputMode="decimal"
        aria-label={`${label}, ${unit}`}
        min={min}
        max={max}
        value={String(value)}
        onChange={(event) => commit(event.currentTarget)}
      />
      <span class="unit" aria-hidden="true">
        {unit}
      </span>
    </div>
  );
}
