import { describe, expect, it } from 'vitest';
import { readServerAddress } from '../../../ui/shell/state/server-address.ts';

describe('the address of a server', () => {
  it.each([
    ['https://models.example.com', 'https://models.example.com/'],
    ['  https://models.example.com/packs ', 'https://models.example.com/packs/'],
    ['models.example.com/packs/', 'https://models.example.com/packs/'],
    ['https://models.example.com/packs?a=1#b', 'https://models.example.com/packs/'],
    ['http://localhost:8090', 'http://localhost:8090/'],
    ['localhost:8090/packs', 'http://localhost:8090/packs/'],
    ['http://127.0.0.1:8090/', 'http://127.0.0.1:8090/'],
    ['127.0.0.1:8090', 'http://127.0.0.1:8090/'],
    ['https://192.168.1.20:8443', 'https://192.168.1.20:8443/'],
  ])('%j is %j', (typed, url) => {
    expect(readServerAddress(typed)).toEqual({ url });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['our models', 'not-an-address'],
    ['models', 'not-an-address'],
    ['ftp://models.example.com', 'not-an-address'],
    ['file:///home/me/models', 'not-an-address'],
    ['https://', 'not-an-address'],
    ['http://models.example.com', 'not-https'],
    ['http://192.168.1.20', 'not-https'],
    ['http://localhost.example.com', 'not-https'],
  ])('%j is refused: %s', (typed, fault) => {
    expect(readServerAddress(typed)).toEqual({ fault });
  });
});
