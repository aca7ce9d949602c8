import { describe, expect, it } from 'vitest';
import { imageKind } from './image.ts';

const texte = (source: string) => new TextEncoder().encode(source);

describe('sorte d’image', () => {
  it('se lit dans les premiers octets', () => {
    expect(imageKind(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))).toBe('png');
    expect(imageKind(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('jpg');
    expect(imageKind(texte('<?xml version="1.0"?>\n<!-- logo -->\n<svg xmlns="x"/>'))).toBe('svg');
  });

  it('refuse le reste, quel que soit son nom', () => {
    for (const faux of ['', 'GIF89a', '<html><svg></svg></html>', '%PDF-1.7'])
      expect(imageKind(texte(faux))).toBeNull();
  });
});
