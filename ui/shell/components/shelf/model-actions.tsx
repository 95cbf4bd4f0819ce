import type { ShelfItem } from '../../../../protocol/shelf.ts';
import type { PanelActions } from '../../actions/actions.ts';
import { offersFor, type ShelfOffer } from '../../state/shelf-items.ts';
import { Button } from '../controls/button.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { usePanel } from '../panel-provider.tsx';

/** What is only told by a button, and cannot be pressed. */
const idle: readonly ShelfOffer[] = ['in-use', 'checking'];
/** What would start something that cannot run here. */
const starting: readonly ShelfOffer[] = ['download', 'use', 'add-folder'];

/**
 * What can be done with a model now. The first button stays the same element while the state changes, so that a
 * keyboard's focus stays on it.
 */
export function ModelActions({ item }: { item: ShelfItem }) {
  const { state, actions, text } = usePanel();
  const [first, ...others] = offersFor(item, state.settings.value.model);
  const isAwaited = state.shelf.awaited.value.has(item.id);
  const isUnfit = item.fit.verdict === 'unfit';
  const isUnavailable = (offer: ShelfOffer) =>
    isAwaited || idle.includes(offer) || (isUnfit && starting.includes(offer));

  if (first === 'add-folder' && !isUnfit) {
    return (
      <div class="model-actions">
        <FileButton
          takes="folder"
          text={text.shelf.offers['add-folder']}
          isUnavailable={state.isAddingModel.value}
          onChoose={(files) => void actions.addModelOfInput(files)}
        />
        <OtherOffers item={item} offers={others} isUnavailable={isUnavailable} />
      </div>
    );
  }
  return (
    <div class="model-actions">
      <Button
        kind={idle.includes(first) ? 'told' : 'secondary'}
        isUnavailable={isUnavailable(first)}
        onClick={({ detail }) => {
          // The second half of a double click must not pause what the first has started.
          if (!isUnavailable(first) && detail < 2) start(first, item.id, actions);
        }}
      >
        {text.shelf.offers[first]}
      </Button>
      <OtherOffers item={item} offers={others} isUnavailable={isUnavailable} />
    </div>
  );
}

type OtherOffersProps = {
  item: ShelfItem;
  offers: readonly ShelfOffer[];
  isUnavailable: (offer: ShelfOffer) => boolean;
};

function OtherOffers({ item, offers, isUnavailable }: OtherOffersProps) {
  const { actions, text } = usePanel();
  return (
    <>
      {offers.map((offer) => (
        <Button
          key={offer}
          kind="quiet"
          isUnavailable={isUnavailable(offer)}
          onClick={() => (isUnavailable(offer) ? undefined : start(offer, item.id, actions))}
        >
          {text.shelf.offers[offer]}
        </Button>
      ))}
    </>
  );
}

/** What a button does; folders come from a dialog of the system's, and some buttons only tell. */
const starters: Partial<Record<ShelfOffer, (shelf: PanelActions['shelf'], id: string) => void>> = {
  download: (shelf, id) => shelf.install(id),
  retry: (shelf, id) => shelf.install(id),
  'fetch-again': (shelf, id) => shelf.install(id),
  pause: (shelf, id) => shelf.pause(id),
  resume: (shelf, id) => shelf.resume(id),
  use: (shelf, id) => shelf.use(id),
  verify: (shelf, id) => shelf.verify(id),
  remove: (shelf, id) => shelf.askToRemove(id),
  stop: (shelf, id) => shelf.askToDiscard(id),
  discard: (shelf, id) => shelf.askToDiscard(id),
  dismiss: (shelf, id) => shelf.discard(id),
};

function start(offer: ShelfOffer, id: string, { shelf }: PanelActions): void {
  starters[offer]?.(shelf, id);
}
