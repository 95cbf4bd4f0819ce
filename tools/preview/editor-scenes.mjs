/** Opens the editor and waits until its picture is there. */
async function openEditor(panel) {
  await panel.locator('.mask-editor-button .button').click();
  await panel.locator('.editor-surface canvas').waitFor();
  await panel.waitForTimeout(200);
}

/** Drags over the stage; points are shares of its width and height. */
export async function dragOver(panel, points) {
  const box = await panel.locator('.editor-surface').boundingBox();
  const mouse = panel.page().mouse;
  const at = ([x, y]) => [box.x + box.width * x, box.y + box.height * y];
  await mouse.move(...at(points[0]));
  await mouse.down();
  for (const point of points.slice(1)) await mouse.move(...at(point), { steps: 6 });
  await mouse.up();
}

const swing = [
  [0.35, 0.55],
  [0.45, 0.42],
  [0.55, 0.55],
  [0.62, 0.48],
];
const around = [
  [0.3, 0.4],
  [0.7, 0.36],
  [0.66, 0.62],
  [0.4, 0.66],
];

/** Paints, and waits for what the engine says of it. */
async function paint(panel) {
  await openEditor(panel);
  await dragOver(panel, swing);
  await panel.waitForTimeout(500);
}

/** Moments of the mask editor: a name, and what is done before the picture is taken. */
export const editorScenes = [
  { name: 'editor-empty', act: openEditor },
  { name: 'editor-told', act: paint },
  {
    name: 'editor-soft',
    async act(panel) {
      await openEditor(panel);
      await panel.locator('.measure-field input[type=range]').nth(1).fill('10');
      await dragOver(panel, swing);
      await panel.waitForTimeout(500);
    },
  },
  {
    name: 'editor-drawing',
    async act(panel) {
      await openEditor(panel);
      const box = await panel.locator('.editor-surface').boundingBox();
      const mouse = panel.page().mouse;
      await panel.page().keyboard.press('l');
      await mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
      await mouse.down();
      for (const [x, y] of around) await mouse.move(box.x + box.width * x, box.y + box.height * y);
      await panel.waitForTimeout(100);
    },
  },
  {
    name: 'editor-box',
    async act(panel) {
      await paint(panel);
      await panel.locator('.segment', { hasText: /Own box|Rahmen/ }).click();
      await panel.locator('.context-label').focus();
      for (let presses = 0; presses < 6; presses++) await panel.page().keyboard.press('Shift+ArrowLeft');
      await panel.waitForTimeout(400);
    },
  },
  {
    name: 'editor-options',
    async act(panel) {
      await paint(panel);
      await panel.locator('.editor-options').evaluate((element) => element.scrollTo(0, 9999));
    },
  },
  {
    name: 'editor-done',
    async act(panel) {
      await paint(panel);
      await panel.page().keyboard.press('Escape');
    },
  },
];
