/** Something that a backend is known to do otherwise, and why it stays so. */
export interface Deviation {
  /** Of the backend, wherever it runs. */
  readonly backend: string;
  readonly kernel: string;
  /** Part of the names of the checks that it is about; all of the kernel's when left out. */
  readonly about?: RegExp;
  readonly reason: string;
}
