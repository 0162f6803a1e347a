/** The q-quantile of numbers in any order, by the nearest rank. */
export function quantile(values, q) {
  return values.toSorted((a, b) => a - b)[Math.round(q * (values.length - 1))];
}

export const median = (values) => quantile(values, 0.5);

export const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** Sum of squared distances from the mean. */
export function scatter(values) {
  const centre = mean(values);
  return values.reduce((total, v) => total + (v - centre) ** 2, 0);
}
