/** The four files of MNIST, by their part in a data set of its family. */
export const mnistParts = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
} as const;

/** A file that can be had from mirrors as `${name}.gz`, known by its uncompressed contents. */
export interface PinnedFile {
  readonly name: string;
  /** Uncompressed length. */
  readonly length: number;
  /** SHA-256 of the uncompressed contents, in hexadecimal. Compressed files differ from compressor to compressor. */
  readonly sha256: string;
}

export const mnistFiles: readonly PinnedFile[] = [
  {
    name: mnistParts.train.images,
    length: 47_040_016,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  {
    name: mnistParts.train.labels,
    length: 60_008,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  {
    name: mnistParts.test.images,
    length: 7_840_016,
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  {
    name: mnistParts.test.labels,
    length: 10_008,
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
];

export const mnistMirrors: readonly string[] = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];
