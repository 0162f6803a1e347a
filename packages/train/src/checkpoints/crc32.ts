const table = /* @__PURE__ */ (() =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  }))();

/** The CRC-32 of zip and PNG (ISO 3309), of all parts in a row, as 8 hexadecimal digits. */
export function crc32(...parts: readonly Uint8Array[]): string {
  let crc = -1;
  for (const part of parts)
    for (let i = 0; i < part.length; i++) crc = (table[(crc ^ (part[i] as number)) & 255] as number) ^ (crc >>> 8);
  return (~crc >>> 0).toString(16).padStart(8, '0');
}
