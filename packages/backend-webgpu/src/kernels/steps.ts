/** Where the elements of a result lie in an operand: a start, and how far apart neighbours along each axis of the result are. */
export interface Steps {
  readonly start?: number;
  readonly steps: readonly number[];
}

/** How far apart neighbours along each axis of a row-major array are. */
export function strides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
}

/** The steps of an operand that is broadcast to a shape. */
export function broadcast(from: readonly number[], to: readonly number[]): Steps {
  const own = strides(from);
  const missing = to.length - from.length;
  return {
    steps: to.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : (own[axis - missing] as number))),
  };
}

/** WGSL of `fn <name>At(index : i32) -> i32`, for a result of a rank, by numbers in uniforms. */
export function walk(name: string, rank: number): string {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return `
    fn ${name}At(index : i32) -> i32 {
      var rest = index;
      var at = uniforms.${name}Start;
      ${axes
        .map(
          (axis) => `
      at += rest / uniforms.block${axis} * uniforms.${name}Step${axis};
      rest = rest % uniforms.block${axis};`,
        )
        .join('')}
      return at;
    }
  `;
}

/** The numbers that the functions of `walk` want, for a result of a shape. */
export function walkNumbers(
  shape: readonly number[],
  operands: Readonly<Record<string, Steps>>,
): Record<string, number> {
  const numbers = strides(shape).map((block, axis) => [`block${axis}`, block] as const);
  const steps = Object.entries(operands).flatMap(([name, { start = 0, steps: own }]) => [
    [`${name}Start`, start] as const,
    ...own.map((step, axis) => [`${name}Step${axis}`, step] as const),
  ]);
  return Object.fromEntries([...numbers, ...steps]);
}
