import { describe, expect, it } from 'vitest';
import type { ShelfItem } from '../../../protocol/shelf.ts';
import {
  awaitsAcceptance,
  findNews,
  foremostDownload,
  groupItems,
  isKept,
  offersFor,
  progressOf,
  shareDone,
  webAddress,
} from '../../../ui/shell/state/shelf-items.ts';
import { makeShelf, ownFox } from '../../fakes/shelf-scenes.ts';

const find = (id: string, change: Partial<ShelfItem> = {}) =>
  makeShelf({ [id]: change }).items.find((item) => item.id === id)!;
const offers = (change: Partial<ShelfItem>, chosen = 'default') => offersFor(find('sd-1.5', change), chosen);

describe('what a card offers', () => {
  it.each([
    [{ state: 'offered' }, ['download']],
    [{ state: 'waiting' }, ['pause', 'stop']],
    [{ state: 'downloading' }, ['pause', 'stop']],
    [{ state: 'paused' }, ['resume', 'discard']],
    [{ state: 'verifying' }, ['checking']],
    [{ state: 'installed' }, ['use', 'verify', 'remove']],
    [{ state: 'failed' }, ['retry', 'dismiss']],
    [{ state: 'failed', failure: { code: 'network-lost', subject: null } }, ['resume', 'dismiss']],
    [{ state: 'failed', installedBytes: 5 }, ['retry', 'discard']],
    [
      { state: 'failed', installedBytes: 5, failure: { code: 'model-broken', subject: null } },
      ['retry', 'remove'],
    ],
    [{ state: 'evicted' }, ['fetch-again', 'remove']],
  ] as const)('for %j is %j', (change, expected) => {
    expect(offers(change)).toEqual(expected);
  });

  it('names the model that paints, and lets it be looked after', () => {
    expect(offers({ state: 'installed' }, 'sd-1.5')).toEqual(['in-use', 'verify', 'remove']);
  });

  it('asks for the folder of what no server gives out', () => {
    for (const state of ['offered', 'failed', 'evicted', 'paused'] as const)
      expect(offers({ state, isDownloadable: false })[0]).toBe('add-folder');
  });

  it('cannot pause a copy, which would need the disk again', () => {
    expect(offers({ state: 'downloading', origin: 'zip' })).toEqual(['stop']);
  });

  it('never removes what comes with the page', () => {
    expect(offersFor(find('default'), 'default')).toEqual(['in-use']);
    expect(offersFor(find('default'), 'sd-1.5')).toEqual(['use']);
  });

  it('does not let an eraser paint in the place of a model', () => {
    expect(offersFor(find('lama', { state: 'installed' }), 'default')).toEqual(['verify', 'remove']);
  });
});

describe('a license', () => {
  it('is asked about once, and only where it must be accepted', () => {
    const item = find('sd-turbo');
    expect(awaitsAcceptance(item)).toBe(true);
    expect(awaitsAcceptance({ license: { ...item.license!, acceptedOn: '2026-11-22' } })).toBe(false);
    expect(awaitsAcceptance(find('lama'))).toBe(false);
    expect(awaitsAcceptance({ license: null })).toBe(false);
  });
});

describe('the groups', () => {
  it('follow the catalog, with a person’s own and those of servers behind it, and lose nothing', () => {
    const fromServer = {
      ...ownFox,
      id: 'team',
      group: 'a group of a newer edition',
      origin: 'base' as const,
    };
    const items = [...makeShelf().items, ownFox, fromServer];
    const groups = groupItems(items);
    expect(groups.map(({ title }) => (typeof title === 'string' ? title : title.en))).toEqual([
      'Included',
      'Quick',
      'Finished pictures',
      'Your own',
      'Helpers',
      'added',
      'servers',
    ]);
    expect(groups.flatMap((group) => group.items).length).toBe(items.length);
    expect(groupItems([ownFox])).toEqual([{ title: 'added', items: [ownFox] }]);
  });
});

describe('the line of the main view', () => {
  it('tells of what moves before what waits, and of what waits before what needs a person', () => {
    const a = { ...ownFox, id: 'a' };
    const states = (...wanted: ShelfItem['state'][]) => wanted.map((state) => ({ ...a, id: state, state }));
    expect(foremostDownload(states('paused', 'failed', 'waiting', 'downloading'))?.id).toBe('downloading');
    expect(foremostDownload(states('paused', 'failed', 'waiting'))?.id).toBe('waiting');
    expect(foremostDownload(states('paused', 'failed'))?.id).toBe('failed');
    expect(foremostDownload(states('installed', 'evicted'))?.id).toBe('evicted');
    expect(foremostDownload(states('installed', 'offered'))).toBeNull();
  });
});

describe('how far a model is', () => {
  it('is what is on the disk while nothing moves', () => {
    const paused = find('sd-1.5', { state: 'paused', installedBytes: 1e9 });
    expect(progressOf(paused)).toMatchObject({ doneBytes: 1e9, totalBytes: paused.bytes, secondsLeft: null });
    expect(progressOf(find('sd-1.5'))).toBeNull();
    expect(shareDone(progressOf(paused))).toBeCloseTo(1e9 / paused.bytes!, 6);
  });

  it('is not guessed where the whole is unknown, and never more than all', () => {
    const progress = { doneBytes: 5, totalBytes: null, bytesPerSecond: null, secondsLeft: null };
    expect(shareDone(progress)).toBeNull();
    expect(shareDone({ ...progress, totalBytes: 0 })).toBeNull();
    expect(shareDone({ ...progress, totalBytes: 4 })).toBe(1);
  });
});

describe('a model of a person’s own', () => {
  it('is kept once the shelf has it, unless nothing can be stored', () => {
    const shelf = { ...makeShelf(), items: [ownFox] };
    expect(isKept(shelf, ownFox.id)).toBe(true);
    expect(isKept(shelf, 'folder:owl')).toBe(false);
    expect(isKept(null, ownFox.id)).toBe(false);
    expect(isKept({ ...shelf, items: [{ ...ownFox, state: 'failed' }] }, ownFox.id)).toBe(false);
    expect(isKept({ ...shelf, storage: { ...shelf.storage, kind: 'memory' } }, ownFox.id)).toBe(false);
  });
});

describe('the news', () => {
  const after = (state: ShelfItem['state']) => makeShelf({ 'sd-1.5': { state } });
  it.each([
    ['offered', 'downloading', 'started'],
    ['waiting', 'downloading', undefined],
    ['downloading', 'paused', 'paused'],
    ['downloading', 'verifying', undefined],
    ['verifying', 'installed', 'installed'],
    ['downloading', 'failed', 'failed'],
    ['installed', 'evicted', 'evicted'],
    ['installed', 'offered', 'removed'],
    ['paused', 'offered', undefined],
    ['downloading', 'downloading', undefined],
  ] as const)('from %s to %s are %s', (from, to, kind) => {
    expect(findNews(after(from), after(to))?.kind).toBe(kind);
  });

  it('are none when the shelf is first read', () => {
    expect(findNews(null, after('downloading'))).toBeNull();
  });
});

describe('an address to follow', () => {
  it.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['models/default/LICENSE', 'https://engine.test/v1/models/default/LICENSE'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    [null, null],
  ])('from %j is %j', (url, expected) => {
    expect(webAddress(url, 'https://engine.test/v1/')).toBe(expected);
  });

  it('needs a base where it is relative', () => {
    expect(webAddress('LICENSE', undefined)).toBeNull();
  });
});
