import { v7 } from 'uuid';

/** A new identifier, ordered by time (PostgreSQL 15 has no function for it). */
export function uuidv7(): string {
  return v7();
}
