// Words of WebAssembly text that the kernels share.

/** What `write` makes of each item, a line or more. */
export const each = (items, write) => items.map(write).join('\n');

export const get = (name) => `(local.get ${name})`;

export const increase = (name, by) => `(local.set ${name} (i32.add (local.get ${name}) ${by}))`;

export const decrease = (name, by) => `(local.set ${name} (i32.sub (local.get ${name}) ${by}))`;

/** How many bytes so many 32-bit numbers fill. */
export const bytesOf = (count) => `(i32.shl ${count} (i32.const 2))`;

/** Runs the content as long as an integer is at least `least`. */
export const whileAtLeast = (value, least, content) => `
  (block $done
    (loop $again
      (br_if $done (i32.lt_s ${value} (i32.const ${least})))
      ${content}
      (br $again)))`;
