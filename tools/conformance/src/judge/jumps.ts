/** Cases at places where a function has no derivative, so that differences do not give one; by name, with the reason. */
export const JUMPS: readonly { readonly about: RegExp; readonly reason: string }[] = [
  { about: /, one by one$/, reason: 'infinities, NaN and kinks are among the numbers' },
  { about: /^(Greater|GreaterEqual|Less|LessEqual): /, reason: 'a comparison jumps where its operands are equal' },
  { about: /^Cast: float32 to /, reason: 'rounding jumps, and NaN is among the numbers' },
  { about: /^(FloorDiv|Mod): \[4\] and \[2, 3, 4\]$/, reason: 'a quotient passes a whole number' },
  { about: /(with ties|of equal numbers)$/, reason: 'of equal maxima one is chosen' },
];
