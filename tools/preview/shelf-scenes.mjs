const card = (panel, name) => panel.locator('.model-card', { hasText: name }).first();

async function openShelf(panel) {
  const isFolded = await panel.locator('details.advanced').evaluate((details) => !details.open);
  if (isFolded) await panel.locator('details.advanced > summary').click();
  await panel.locator('.model-choice .button').first().click();
  await panel.locator('.shelf .model-card').first().waitFor();
}

/** Opens the shelf and brings a model into view. */
const at = (name) => async (panel) => {
  await openShelf(panel);
  await card(panel, name).evaluate((element) => element.scrollIntoView({ block: 'center' }));
};

async function press(panel, name, button) {
  await at(name)(panel);
  await card(panel, name).locator('.button', { hasText: button }).first().click();
}

const sd15 = 'An all-rounder|Ein Allrounder';
const all = (words) => new RegExp(words);

async function toTheEnd(panel) {
  await openShelf(panel);
  await panel.locator('.shelf-scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight));
}

/** Moments of the shelf: a name, the state that the engine tells, and what is done before the picture is taken. */
export const shelfScenes = [
  { name: 'shelf', shelf: 'start', act: openShelf },
  { name: 'shelf-middle', shelf: 'start', act: at(all(sd15)) },
  { name: 'shelf-download', shelf: 'downloading', act: at(all(sd15)) },
  { name: 'shelf-paused', shelf: 'paused', act: at(all(sd15)) },
  { name: 'shelf-resumed', shelf: 'resumed', act: at(all(sd15)) },
  { name: 'shelf-waiting', shelf: 'waiting', act: at(all(sd15)) },
  { name: 'shelf-verifying', shelf: 'verifying', act: at(all(sd15)) },
  { name: 'shelf-failed', shelf: 'failed', act: at(all(sd15)) },
  { name: 'shelf-no-space', shelf: 'no-space', act: at(all(sd15)) },
  { name: 'shelf-unsupported', shelf: 'unsupported', act: at('SD-Turbo') },
  { name: 'shelf-unsupported-more', shelf: 'unsupported', act: at('Segmind Vega') },
  { name: 'shelf-installed', shelf: 'installed', act: at(all(sd15)) },
  { name: 'shelf-own', shelf: 'own', act: at('Fox watercolors') },
  { name: 'shelf-helpers', shelf: 'start', act: at('MI-GAN') },
  { name: 'shelf-servers', shelf: 'installed', act: toTheEnd },
  { name: 'shelf-memory', shelf: 'memory', act: openShelf },
  {
    name: 'shelf-license',
    shelf: 'start',
    act: (panel) => press(panel, 'SD-Turbo', /Download|Laden/),
  },
  {
    name: 'shelf-removal',
    shelf: 'installed',
    act: (panel) => press(panel, all(sd15), /Remove|Entfernen/),
  },
  {
    name: 'shelf-details',
    shelf: 'start',
    async act(panel) {
      await at('SD-Turbo')(panel);
      await card(panel, 'SD-Turbo').locator('summary').click();
    },
  },
  {
    name: 'shelf-wrong-server',
    shelf: 'start',
    async act(panel) {
      await toTheEnd(panel);
      await panel.locator('.server-form input').fill('http://models.example.com');
      await panel.locator('.server-form .button').click();
    },
  },
  { name: 'main-download', shelf: 'downloading' },
  { name: 'main-failed', shelf: 'failed' },
];
