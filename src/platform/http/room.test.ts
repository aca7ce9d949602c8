import { expect, test } from 'vitest';
import { createRoom } from './room.ts';

test('lets in as many as there is room for, and as many of each as may come', () => {
  const room = createRoom({ max: 3, each: 2 });
  const place = room.enter('a');
  room.enter('a');
  expect(room.enter('a')).toBeUndefined();
  expect(room.enter('b')).toBeDefined();
  expect(room.enter('c')).toBeUndefined();
  place?.[Symbol.dispose]();
  expect(room.enter('b')).toBeDefined();
  expect(room.enter('a')).toBeUndefined();
});
