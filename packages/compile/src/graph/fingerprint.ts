/** Attributes as text: equal for equal ones, unlike JSON's also for infinities, NaN and −0. */
export function fingerprint(attributes: object): string {
  return JSON.stringify(attributes, (_, value: unknown) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? `#${Object.is(value, -0) ? '-0' : value}`
      : value,
  );
}
