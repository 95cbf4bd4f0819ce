import { useEffect, useRef } from 'preact/hooks';
import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { usePanel } from '../panel-provider.tsx';
import { LicenseLine } from './license-line.tsx';
import { ModelActions } from './model-actions.tsx';
import { ModelDetails } from './model-details.tsx';
import { ModelStatus } from './model-status.tsx';

type CardProps = { item: ShelfItem };

/** One model: what it is for, what it costs, what may be done with it, how far it is, and what to do next. */
export function ModelCard({ item }: CardProps) {
  const { state, text } = usePanel();
  const card = useFocusKeptIn(item.state);
  return (
    <li class="model-card" ref={card} aria-label={item.name}>
      <div class="model-head">
        <h3>{item.name}</h3>
        {item.unverified ? (
          <span class="tag" title={text.shelf.unverified.explanation}>
            {text.shelf.unverified.badge}
          </span>
        ) : null}
      </div>
      {item.purpose === null ? null : <p>{item.purpose[state.language.value]}</p>}
      <Facts item={item} />
      <LicenseLine item={item} />
      <FitNote item={item} />
      <ModelStatus item={item} />
      <ModelActions item={item} />
      <ModelDetails item={item} />
    </li>
  );
}

/** What the model can do, and what it costs to fetch. */
function Facts({ item }: CardProps) {
  const { text } = usePanel();
  const tasks = item.tasks.map((task) => text.shelf.tasks[task] ?? task).join(', ');
  const isHere = item.state === 'installed' || item.origin === 'page';
  const size = item.bytes === null ? text.shelf.sizeUnknown : text.shelf.bytes(item.bytes);
  const facts = [tasks, isHere ? '' : size].filter((fact) => fact !== '');
  return facts.length === 0 ? null : <p class="hint">{facts.join(' · ')}</p>;
}

/** Why a model is slow here or will not run at all, and what to do; nothing where it fits. */
function FitNote({ item }: CardProps) {
  const { text } = usePanel();
  const { verdict, reason, subject } = item.fit;
  if (verdict === 'fits') return null;
  const { slow, unfit, reasons, unfitReasons } = text.shelf.fit;
  const why =
    reason === null ? '' : ((verdict === 'unfit' ? unfitReasons[reason] : undefined) ?? reasons[reason]);
  return (
    <p class={`note ${verdict === 'unfit' ? 'danger' : 'warning'}`}>
      <strong>{verdict === 'unfit' ? unfit : slow}.</strong> {why}
      {subject === null ? '' : ` (${subject})`}
    </p>
  );
}

/**
 * Keeps a keyboard's focus in a card whose focused button has gone with its state: it moves to the first button, which is
 * the next thing to do.
 */
function useFocusKeptIn(state: ShelfItem['state']) {
  const card = useRef<HTMLLIElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    const element = card.current;
    const onFocusIn = () => {
      hadFocus.current = true;
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      // A dialog about this model gives the focus back; a button that goes away hands it to nobody.
      const isElsewhere = relatedTarget instanceof Element && relatedTarget.closest('dialog') === null;
      if (isElsewhere && element?.contains(relatedTarget) !== true) hadFocus.current = false;
    };
    element?.addEventListener('focusin', onFocusIn);
    element?.addEventListener('focusout', onFocusOut);
    return () => {
      element?.removeEventListener('focusin', onFocusIn);
      element?.removeEventListener('focusout', onFocusOut);
    };
  }, []);
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body)
      card.current?.querySelector('button')?.focus();
  }, [state]);
  return card;
}
