import { useId } from 'preact/hooks';

type NumberFieldProps = {
  label: string;
  /** Null shows the placeholder. */
  value: number | null;
  onChange: (value: number | null) => void;
  min: number;
  max: number;
  step?: number;
  /** Given where the field may be left empty. */
  placeholder?: string;
  /** Counts for nothing now, and cannot be changed. */
  isOff?: boolean;
  describedBy?: string | undefined;
};

/** A number with a label; what is out of range is moved into it, what is no number falls back to the last one. */
export function NumberField({
  label,
  value,
  onChange,
  min,
  max,
  step = 1,
  placeholder,
  isOff = false,
  describedBy,
}: NumberFieldProps) {
  const id = useId();
  const shown = value === null ? '' : String(value);

  function commit(element: HTMLInputElement): void {
    const typed = element.value.trim();
    if (typed === '' && placeholder !== undefined) {
      onChange(null);
      return;
    }
    const number = Number(typed.replace(',', '.'));
    if (typed === '' || !Number.isFinite(number)) {
      element.value = shown;
      return;
    }
    const stepped = step >= 1 ? Math.round(number) : number;
    const within = Math.min(max, Math.max(min, stepped));
    element.value = String(within);
    onChange(within);
  }

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="number"
        inputMode="decimal"
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        value={shown}
        readOnly={isOff}
        aria-disabled={isOff}
        aria-describedby={describedBy}
        onChange={(event) => commit(event.currentTarget)}
      />
    </div>
  );
}
