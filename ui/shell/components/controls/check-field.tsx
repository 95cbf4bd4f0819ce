type CheckFieldProps = { label: string; isChecked: boolean; onChange: (isChecked: boolean) => void };

/** Something that is so or not, with its words beside it. */
export function CheckField({ label, isChecked, onChange }: CheckFieldProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
