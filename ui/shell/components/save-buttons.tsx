import { type DoneJob, isVeiled } from '../state/job.ts';
import { IconButton } from './controls/icon-button.tsx';
import { Icon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';

/** Keeping the selected picture, or how it was made, as a file; not while it is hidden. */
export function SaveButtons({ job }: { job: DoneJob }) {
  const { actions, text } = usePanel();
  if (isVeiled(job, job.selected)) return null;
  const { savePicture, savePatch, saveRecipe } = text.provenance;
  return (
    <>
      <IconButton
        label={job.destination.kind === 'patch' ? savePatch : savePicture}
        onClick={() => actions.save.picture(job.selected)}
      >
        <Icon>
          <path d="M8 2.5v7m-3-3 3 3 3-3M3 11v2.5h10V11" />
        </Icon>
      </IconButton>
      <IconButton label={saveRecipe} onClick={() => actions.save.recipe(job.selected)}>
        <Icon>
          <path d="M6 3H5a1.5 1.5 0 0 0-1.5 1.5v2L2.5 8l1 1.5v2A1.5 1.5 0 0 0 5 13h1m4-10h1a1.5 1.5 0 0 1 1.5 1.5v2l1 1.5-1 1.5v2A1.5 1.5 0 0 1 11 13h-1" />
        </Icon>
      </IconButton>
    </>
  );
}
