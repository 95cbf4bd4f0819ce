import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { webAddress } from '../../state/shelf-items.ts';
import { usePanel } from '../panel-provider.tsx';
import { LicenseLink } from './license-line.tsx';

/** What not everybody wants to read: the license by name, where a model comes from, and what is not known of it. */
export function ModelDetails({ item }: { item: ShelfItem }) {
  const { state, text } = usePanel();
  const { license } = item;
  const pages = item.pages.flatMap((page) => webAddress(page, undefined) ?? []);
  if (license === null && !item.unverified && !item.isPinned && pages.length === 0) return null;
  return (
    <details class="folded model-details">
      <summary>{text.shelf.details}</summary>
      <div class="model-details-body">
        {license === null ? null : (
          <p>
            <LicenseLink license={license} />.{' '}
            {item.state === 'installed' ? license.meaning[state.language.value] : null}{' '}
            {license.acceptedOn === null ? null : text.shelf.license.accepted(license.acceptedOn)}
          </p>
        )}
        {item.unverified ? (
          <p>
            <strong>{text.shelf.unverified.badge}.</strong> {text.shelf.unverified.explanation}
          </p>
        ) : null}
        {item.isPinned ? <p>{text.shelf.pinned}</p> : null}
        {pages.length === 0 ? null : (
          <>
            <p>{text.shelf.sources}</p>
            <ul class="sources">
              {pages.map((page) => (
                <li key={page}>
                  <a href={page} target="_blank" rel="noreferrer">
                    {page.replace(/^https?:\/\//, '')}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  );
}
