import type { Module } from '@jensenjs/core';

/** Makes two networks. When the second cannot be made, the first does not stay behind. */
export function both(makeFirst: () => Module, makeSecond: () => Module): [first: Module, second: Module] {
  const first = makeFirst();
  try {
    return [first, makeSecond()];
  } catch (error) {
    first.dispose();
    throw error;
  }
}
