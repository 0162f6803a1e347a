import type { Emitter } from '../../onnx/emitter';

/**
 * Elementwise, the label of the highest of the scores, as int32; of equal scores the first or the last. Without the label of a
 * score that is NaN, unless it is the first.
 */
export function winner(
  emit: Emitter,
  scores: readonly string[],
  ties: 'first' | 'last',
  labels: readonly number[] = scores.map((_, k) => k),
): string {
  const [first = '', ...others] = scores;
  let best = first;
  let label = emit.scalar(labels[0] ?? 0, 'int32');
  others.forEach((score, k) => {
    const beats = emit.node(ties === 'first' ? 'Greater' : 'GreaterOrEqual', [score, best]);
    label = emit.node('Where', [beats, emit.scalar(labels[k + 1] ?? 0, 'int32'), label]);
    best = emit.node('Where', [beats, score, best]);
  });
  return label;
}

/** For every position within the window, dy where that position won and zero elsewhere. */
export function sendToWinner(emit: Emitter, dy: string, label: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) =>
    emit.node('Where', [emit.node('Equal', [label, emit.scalar(k, 'int32')]), dy, emit.scalar(0)]),
  );
}
