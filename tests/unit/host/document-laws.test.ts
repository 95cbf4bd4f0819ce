import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { saveDocument } from '../../host/document/document-json.ts';
import {
  boxAround,
  invert,
  multiply,
  unionOf,
  withPosition,
  withRotation,
} from '../../host/document/matrix.ts';
import { fitsChildren, isContainer, type NodeId, type NodeRecord } from '../../host/document/node.ts';
import { isInside, isInstanceSublayer } from '../../host/document/node-table.ts';

type Step = {
  readonly kind: (typeof KINDS)[number];
  readonly first: number;
  readonly second: number;
  readonly amount: number;
};

const KINDS = [
  'create',
  'frame',
  'component',
  'instance',
  'move',
  'remove',
  'group',
  'ungroup',
  'place',
  'turn',
  'resize',
  'layout',
  'clone',
  'paint',
  'select',
] as const;

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    first: fc.nat(1000),
    second: fc.nat(1000),
    amount: fc.integer({ min: -200, max: 200 }),
  }),
  { maxLength: 40 },
);

function sceneOf(document: Document): NodeRecord[] {
  return document.descendantsOf(document.currentPageId);
}

function pick(nodes: readonly NodeRecord[], index: number): NodeRecord | undefined {
  return nodes[index % Math.max(1, nodes.length)];
}

/** Where a layer may go by Figma's own rules, so that the steps are ones that an editor lets pass. */
function canMove(document: Document, child: NodeRecord, parentId: NodeId): boolean {
  const parent = document.get(parentId);
  if (!isContainer(parent.type) || parent.type === 'INSTANCE' || isInstanceSublayer(parentId)) return false;
  if (isInstanceSublayer(child.id) || child.id === parentId || isInside(document, parentId, child.id))
    return false;
  const inComponent = parent.type === 'COMPONENT' || isBelowComponent(document, parentId);
  const carries = [child, ...document.descendantsOf(child.id)];
  return !inComponent || carries.every((node) => node.type !== 'COMPONENT' && node.type !== 'INSTANCE');
}

function isBelowComponent(document: Document, id: NodeId): boolean {
  return (
    document.pages.length > 0 &&
    document
      .descendantsOf(document.rootId)
      .some((node) => node.type === 'COMPONENT' && isInside(document, id, node.id))
  );
}

function take(document: Document, { kind, first, second, amount }: Step): void {
  const all = sceneOf(document);
  const own = all.filter((node) => !isInstanceSublayer(node.id));
  const node = pick(own, first);
  const page = document.currentPageId;
  const size = Math.abs(amount) + 1;
  if (kind === 'create') document.create('RECTANGLE', page, { width: size, height: 10 });
  if (kind === 'frame') document.create('FRAME', page, { width: 100, height: size });
  if (kind === 'component') document.create('COMPONENT', page);
  if (kind === 'instance') {
    const component = pick(
      all.filter((candidate) => candidate.type === 'COMPONENT'),
      first,
    );
    if (component) document.createInstance(component.id, page);
  }
  if (!node) return;
  if (kind === 'move') {
    const parent = pick(own, second) ?? document.get(page);
    if (canMove(document, node, parent.id)) document.move(node.id, parent.id, 0);
  }
  if (kind === 'remove') document.remove(node.id);
  if (kind === 'group' && node.type !== 'COMPONENT' && node.parentId !== null) {
    document.group([node.id], node.parentId);
  }
  if (kind === 'ungroup' && node.type === 'GROUP') document.ungroup(node.id);
  if (kind === 'place') document.setPosition(node.id, amount, second % 300);
  if (kind === 'turn') document.setTransform(node.id, withRotation(node.transform, amount));
  if (kind === 'resize') document.resize(node.id, size, (second % 300) + 1);
  if (kind === 'layout' && node.type === 'FRAME') {
    document.update(node.id, {
      layoutMode: amount > 0 ? 'HORIZONTAL' : 'VERTICAL',
      counterAxisSizingMode: 'AUTO',
    });
  }
  if (kind === 'clone') document.clone(node.id, page);
  if (kind === 'paint') {
    const any = pick(all, first);
    if (any) document.update(any.id, { opacity: (second % 11) / 10 });
  }
  if (kind === 'select')
    document.setSelection(all.filter((_, index) => index % 3 === second % 3).map(({ id }) => id));
}

function expectConsistent(document: Document): void {
  for (const node of document.descendantsOf(document.rootId)) {
    const parent = document.get(node.parentId ?? '');
    expect(parent.childIds.filter((id) => id === node.id)).toHaveLength(1);
    for (const childId of node.childIds) expect(document.get(childId).parentId).toBe(node.id);
    if (fitsChildren(node.type)) {
      expect(node.childIds.length).toBeGreaterThan(0);
      expectFitted(document, node);
    }
    if (node.type === 'INSTANCE' && node.mainComponentId !== null && document.find(node.mainComponentId)) {
      const main = document.get(node.mainComponentId);
      expect(document.descendantsOf(node.id)).toHaveLength(document.descendantsOf(main.id).length);
    }
  }
  for (const id of document.selection()) {
    expect(document.find(id)).toBeDefined();
    expect(document.selection().some((other) => other !== id && isInside(document, id, other))).toBe(false);
  }
}

function expectFitted(document: Document, group: NodeRecord): void {
  const toGroup = invert(withPosition(group.transform, 0, 0));
  const boxes = group.childIds.map((id) => {
    const { transform, width, height } = document.get(id);
    return boxAround(multiply(toGroup, transform), { x: 0, y: 0, width, height });
  });
  const box = unionOf(boxes);
  expect(group.width).toBeCloseTo(box?.width ?? 0, 4);
  expect(group.height).toBeCloseTo(box?.height ?? 0, 4);
}

test('whatever is done, the tree is whole, and undoing all of it leads back, redoing it forth', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const document = new Document();
      const beginning = JSON.stringify(saveDocument(document));
      for (const step of taken) document.act(() => take(document, step));
      expectConsistent(document);
      const end = JSON.stringify(saveDocument(document));
      let undone = 0;
      while (document.history.undo()) undone += 1;
      expect(JSON.stringify(saveDocument(document))).toBe(beginning);
      for (let redone = 0; redone < undone; redone++) expect(document.history.redo()).toBe(true);
      expect(JSON.stringify(saveDocument(document))).toBe(end);
      expectConsistent(document);
    }),
    { numRuns: 150, seed: 20_261_122 },
  );
});

test('every step tells its listeners once, with the layers that differ', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const document = new Document();
      let calls = 0;
      let told = new Set<NodeId>();
      document.subscribe(({ nodes }) => {
        calls += 1;
        told = new Set(nodes);
      });
      for (const step of taken) {
        const before = document.takeState().nodes;
        calls = 0;
        told = new Set();
        document.change(() => take(document, step));
        expect(calls).toBeLessThanOrEqual(1);
        for (const [id, node] of document.takeState().nodes)
          if (before.get(id) !== node) expect(told).toContain(id);
        for (const id of before.keys()) if (!document.find(id)) expect(told).toContain(id);
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});
