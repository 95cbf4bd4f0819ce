import { aboutTabs, listHosts } from '../../state/about.ts';
import type { AboutTab } from '../../text/about-text.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { SegmentedField } from '../controls/segmented-field.tsx';
import { usePanel } from '../panel-provider.tsx';
import { FactsPage } from './facts-page.tsx';
import { KeysPage } from './keys-page.tsx';

/** What becomes of data, which keys do what, and what is running. */
export function AboutSheet() {
  const { state, actions, text } = usePanel();
  const tab = state.about.sheet.value;
  const words = text.about.sheet;
  if (tab === null) return null;
  return (
    <Dialog title={words.title} onCancel={actions.about.close}>
      <SegmentedField<AboutTab>
        label={words.title}
        isLabelHidden
        value={tab}
        options={aboutTabs.map((value) => ({ value, text: words.tabs[value] }))}
        onChange={actions.about.open}
      />
      <div class="about-page">
        {tab === 'data' ? <DataPage /> : tab === 'keys' ? <KeysPage /> : <FactsPage />}
      </div>
      <div class="dialog-buttons">
        <Button onClick={actions.about.close}>{words.close}</Button>
      </div>
    </Dialog>
  );
}

function DataPage() {
  const { actions, text } = usePanel();
  const words = text.about.data;
  const hosts = listHosts();
  return (
    <>
      <p>{words.stays}</p>
      <p>{words.document}</p>
      <p>{words.downloads}</p>
      <h3>{words.hostsTitle}</h3>
      {hosts.length === 0 ? <p>{words.noHosts}</p> : null}
      <ul>
        {hosts.map(({ address, why }) => (
          <li key={address}>
            <code>{address}</code> {words.hosts[why]}
          </li>
        ))}
      </ul>
      <Button kind="quiet" onClick={actions.about.showIntro}>
        {text.about.intro.reopen}
      </Button>
    </>
  );
}
