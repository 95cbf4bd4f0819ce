import { useRef } from 'preact/hooks';
import { Button } from './button.tsx';

type FileButtonProps = {
  text: string;
  /** Whole folders, or files whose names end so. */
  takes: 'folder' | `.${string}`;
  onChoose: (files: File[]) => void;
  kind?: 'primary' | 'secondary' | 'quiet';
  isUnavailable?: boolean;
  describedBy?: string;
};

/** Every browser has the attribute, no standard and so no type. */
const takesFolders = { webkitdirectory: true, multiple: true };

/** A button that opens the system's own dialog for files. */
export function FileButton({
  text,
  takes,
  onChoose,
  kind,
  isUnavailable = false,
  describedBy,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(kind === undefined ? {} : { kind })}
        {...(describedBy === undefined ? {} : { describedBy })}
        isUnavailable={isUnavailable}
        onClick={() => (isUnavailable ? undefined : input.current?.click())}
      >
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        {...(takes === 'folder' ? takesFolders : { accept: takes })}
        hidden
        aria-label={text}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same files, mended, must be news again.
          event.currentTarget.value = '';
          onChoose(files);
        }}
      />
    </>
  );
}
