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
  /** Counts for nothing now; what is in it stays, and can be read and not changed. */
  isOff?: boolean;
  /** Said below the field, as what describes it. */
  hint?: string | null;
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
  isOff = false,
  hint = null,
}: TextAreaProps) {
  const id = useId();
  const hintId = useId();
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
        readOnly={isOff}
        aria-disabled={isOff}
        aria-describedby={hint === null ? undefined : hintId}
        onInput={(event) => onInput(event.currentTarget.value)}
        onFocus={onFocus}
      />
      {hint === null ? null : (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
