import { useId } from 'preact/hooks';

type TextAreaProps = {
  label: string;
  value: string;
  placeholder: string;
  maxLength: number;
  rows: number;
  onInput: (value: string) => void;
  onFocus?: () => void;
  isLabelHidden?: boolean;
};

/** Several lines of text that grow with what is written. */
export function TextArea({
  label,
  value,
  placeholder,
  maxLength,
  rows,
  onInput,
  onFocus,
  isLabelHidden = false,
}: TextAreaProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'unseen' : undefined}>
        {label}
      </label>
      <textarea
        id={id}
        class="input text-area"
        rows={rows}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onFocus={onFocus}
      />
    </div>
  );
}
