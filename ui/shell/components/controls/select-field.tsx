import { useId } from 'preact/hooks';

type SelectFieldProps<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; text: string }[];
  onChange: (value: V) => void;
  /** The label is only for those who cannot see the field. */
  isLabelHidden?: boolean;
};

/** One of several, as the platform's own list: it opens outside of the panel and is known to every screen reader. */
export function SelectField<V extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
}: SelectFieldProps<V>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'unseen' : undefined}>
        {label}
      </label>
      <select
        id={id}
        class="input select"
        value={value}
        onChange={(event) => {
          const chosen = options[event.currentTarget.selectedIndex];
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
