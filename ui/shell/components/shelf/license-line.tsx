import type { ShelfItem, ShelfLicense } from '../../../../protocol/shelf.ts';
import { webAddress } from '../../state/shelf-items.ts';
import { usePanel } from '../panel-provider.tsx';

/** What the license allows in paid work; said in full until the model is here. */
export function LicenseLine({ item }: { item: ShelfItem }) {
  const { state, text } = usePanel();
  const { license } = item;
  if (license === null) return <p class="hint">{text.shelf.license.none}</p>;
  return (
    <p class="hint">
      <LicenseTag license={license} />{' '}
      {item.state === 'installed' ? null : license.meaning[state.language.value]}
    </p>
  );
}

/** The license in two or three words; what forbids or leaves open paid work stands out. */
export function LicenseTag({ license }: { license: ShelfLicense }) {
  const { text } = usePanel();
  const { allowsCommercialUse } = license;
  return (
    <span class={`tag license-${allowsCommercialUse}`}>{text.shelf.license.badges[allowsCommercialUse]}</span>
  );
}

/** The license's name, as a link to its text where one is known. */
export function LicenseLink({ license }: { license: ShelfLicense }) {
  const { state, text } = usePanel();
  const name = license.name === 'NOASSERTION' ? text.shelf.license.unknown : license.name;
  const href = webAddress(license.url, state.host.value?.engineUrl);
  if (href === null) return <span>{text.shelf.license.read(name)}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {text.shelf.license.read(name)}
    </a>
  );
}
