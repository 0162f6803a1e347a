/** An argument has the wrong value, shape or type. The message says what was expected, what came and what to do. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  constructor(
    /** The public function that refused. */
    readonly where: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where}: ${problem}`, options);
  }
}

/** What was asked has no implementation for these operands, for example an entropy without closed form. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  constructor(
    readonly where: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where}: ${problem}`, options);
  }
}

/** Data from outside (a file, a download, a checkpoint) is damaged or is not what it should be. */
export class DataError extends Error {
  override readonly name = 'DataError';
  constructor(
    /** The file or source that was read. */
    readonly source: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${source}: ${problem}`, options);
  }
}

/** A number that must be finite is not; `tensor` names the first one found. */
export class NumericalError extends Error {
  override readonly name = 'NumericalError';
  constructor(
    readonly where: string,
    /** Name of the first bad tensor, for example `model: gradient of encoder/hidden0/kernel`. */
    readonly tensor: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where}: ${problem}`, options);
  }
}
