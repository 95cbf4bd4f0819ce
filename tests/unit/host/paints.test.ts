import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { linesOf } from './plugin-harness.ts';

test.each([
  [
    'an unknown kind',
    "[{ type: 'PLAID' }]",
    /Invalid discriminator value\. Expected 'SOLID' \|.*at \[0\]\.type$/,
  ],
  [
    'NaN in a color',
    "[{ type: 'SOLID', color: { r: NaN, g: 0, b: 0 } }]",
    /Expected number, received nan at \[0\]\.color\.r$/,
  ],
  [
    'an opacity above 1',
    "[{ type: 'SOLID', color: { r: 0, g: 0, b: 0 }, opacity: 2 }]",
    /less than or equal to 1 at \[0\]\.opacity$/,
  ],
  [
    'alpha in a solid color',
    "[{ type: 'SOLID', color: { r: 0, g: 0, b: 0, a: 1 } }]",
    /Unrecognized key\(s\) in object: 'a' at \[0\]\.color$/,
  ],
  ['a missing color', "[{ type: 'SOLID' }]", /Required at \[0\]\.color$/],
  [
    'an unknown scale mode',
    "[{ type: 'IMAGE', scaleMode: 'ZOOM', imageHash: null }]",
    /Invalid enum value\. Expected 'FILL' \| 'FIT' \| 'CROP' \| 'TILE', received 'ZOOM'/,
  ],
  [
    'a filter out of range',
    "[{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null, filters: { exposure: 3 } }]",
    /less than or equal to 1 at \[0\]\.filters\.exposure$/,
  ],
  [
    'an image turned by 45 degrees',
    "[{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null, rotation: 45 }]",
    /multiple of 90/,
  ],
  ['no list at all', "'red'", /Expected array, received string$/],
])('fills with %s are refused', async (_what, fills, message) => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    print(refused(() => { node.fills = ${fills}; }));
    print(node.fills.length, node.fills[0].type);
  `);
  expect(lines[0]).toMatch(/^in set_fills: Property "fills" failed validation: /);
  expect(lines[0]).toMatch(message);
  expect(lines[1]).toBe('1 SOLID');
});

test('a hash that is none, or that no image has, is refused', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    const paint = (imageHash) => [{ type: 'IMAGE', scaleMode: 'FILL', imageHash }];
    print(refused(() => { node.fills = paint('nonsense'); }));
    print(refused(() => { node.fills = paint('0123456789012345678901234567890123456789'); }).slice(0, 26));
    node.fills = paint(null);
    print(node.fills[0].imageHash);
  `);
  expect(lines).toEqual(['in set_fills: Invalid SHA1 hash', 'in set_fills: Image with h', 'null']);
});

test('fills with a video can be read and not written back', async () => {
  const document = new Document();
  const video = { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'a'.repeat(40) } as const;
  const id = document.create('RECTANGLE', document.currentPageId, { fills: [video] });
  const lines = await linesOf(
    `const node = await figma.getNodeByIdAsync('${id}');
     print(node.fills[0].type);
     print(refused(() => { node.fills = node.fills; }));`,
    { document },
  );
  expect(lines).toEqual(['VIDEO', 'in set_fills: Invalid SHA1 hash']);
});

test('what was written comes back: image paints with filters, gradients, strokes, effects', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    const paints = [
      { type: 'IMAGE', scaleMode: 'CROP', imageHash: null, imageTransform: [[1, 0, 0.1], [0, 1, 0.2]], opacity: 0.5,
        filters: { exposure: 0.5, tint: -1 }, visible: false, blendMode: 'MULTIPLY' },
      { type: 'GRADIENT_LINEAR', gradientTransform: [[1, 0, 0], [0, 1, 0]],
        gradientStops: [{ position: 0, color: { r: 0, g: 0, b: 0, a: 1 } }, { position: 1, color: { r: 1, g: 1, b: 1, a: 0 } }] },
    ];
    node.fills = paints; node.strokes = paints;
    node.effects = [{ type: 'DROP_SHADOW', color: { r: 0, g: 0, b: 0, a: 0.5 }, offset: { x: 1, y: 2 }, radius: 4, visible: true, blendMode: 'NORMAL' }];
    node.dashPattern = [1, 2]; node.strokeAlign = 'CENTER'; node.isMask = true; node.maskType = 'LUMINANCE';
    print(JSON.stringify(node.fills) === JSON.stringify(paints), JSON.stringify(node.strokes) === JSON.stringify(paints));
    print(node.effects[0].radius, node.dashPattern.join(), node.isMask, node.maskType);
    await node.setFillsAsync([]);
    print(node.fills.length);
  `);
  expect(lines).toEqual(['true true', '4 1,2 true LUMINANCE', '0']);
});

test('corner radii and stroke sides that differ are figma.mixed, which no message carries', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    node.cornerRadius = 8;
    print(node.topLeftRadius, node.cornerRadius);
    node.topLeftRadius = 2;
    print(node.cornerRadius === figma.mixed, typeof figma.mixed, node.bottomRightRadius);
    node.strokeTopWeight = 5;
    print(node.strokeWeight === figma.mixed, node.strokeLeftWeight);
    node.strokeWeight = 3;
    print(node.strokeTopWeight);
    figma.showUI('x');
    print(refused(() => figma.ui.postMessage({ radius: figma.createFrame() && node.cornerRadius })));
    print(refused(() => { node.cornerRadius = figma.mixed; }).slice(0, 60));
  `);
  expect(lines).toEqual([
    '8 8',
    'true symbol 8',
    'true 1',
    '3',
    'in postMessage: Cannot unwrap symbol',
    'in set_cornerRadius: Property "cornerRadius" failed validati',
  ]);
});

test('text with several fills has mixed fills, and one for all again after writing them', async () => {
  const lines = await linesOf(`
    const text = figma.createText();
    await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
    await figma.loadFontAsync({ family: 'Inter', style: 'Bold' });
    text.characters = 'Hello world';
    const red = [{ type: 'SOLID', color: { r: 1, g: 0, b: 0 } }];
    text.setRangeFills(0, 5, red);
    print(text.fills === figma.mixed, text.getRangeFills(0, 5)[0].color.r, text.getRangeFills(6, 11)[0].color.r);
    print(text.getRangeFills(0, 11) === figma.mixed);
    text.fills = red;
    print(text.fills[0].color.r);
    text.setRangeFontName(0, 5, { family: 'Inter', style: 'Bold' });
    text.setRangeFontSize(0, 2, 40);
    print(text.fontName === figma.mixed, text.fontSize === figma.mixed, text.getRangeAllFontNames(0, 11).length);
  `);
  expect(lines).toEqual(['true 1 0', 'true', '1', 'true true 2']);
});

test('text needs its font loaded before it changes', async () => {
  const lines = await linesOf(`
    const text = figma.createText();
    print(refused(() => { text.characters = 'x'; }));
    print(await rejected(() => figma.loadFontAsync({ family: 'Nowhere', style: 'Regular' })));
    await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
    text.characters = 'x';
    print(refused(() => { text.fontName = { family: 'Inter', style: 'Bold' }; }).slice(0, 68));
    text.fills = [];
    print(text.characters, text.fills.length);
  `);
  expect(lines).toEqual([
    'in set_characters: Cannot write to node with unloaded font "Inter Regular". Please call figma.loadFontAsync({ family: "Inter", style: "Regular" }) and await the returned promise first.',
    'The font "Nowhere Regular" could not be loaded',
    'in set_fontName: Cannot write to node with unloaded font "Inter Bold',
    'x 0',
  ]);
});
