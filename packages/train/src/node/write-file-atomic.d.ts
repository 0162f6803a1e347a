declare module 'write-file-atomic' {
  /** Writes to a file beside, syncs it to the disk, and renames it into place. */
  export default function writeFileAtomic(path: string, data: Uint8Array | string): Promise<void>;
}
