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

test('counts what is heavy for what it weighs', () => {
  const room = createRoom({ max: 10 });
  using heavy = room.enter('', 7);
  expect(heavy).toBeDefined();
  expect(room.enter('', 4)).toBeUndefined();
  expect(room.enter('', 3)).toBeDefined();
});
