import { useId } from 'preact/hooks';

type SegmentedFieldProps<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; text: string }[];
  onChange: (value: V) => void;
  /** The label is only for those who cannot see the field. */
  isLabelHidden?: boolean;
};

/** One of a few, all in view; a group of radio buttons underneath, so arrow keys move and choose. */
export function SegmentedField<V extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
}: SegmentedFieldProps<V>) {
  const name = useId();
  return (
    <fieldset class="field segmented-field">
      <legend class={isLabelHidden ? 'unseen' : undefined}>{label}</legend>
      <div class="segmented">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
