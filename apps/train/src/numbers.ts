/** Two decimals with a true minus sign: `−98.21`. */
export function decimals(value: number): string {
  return minus(value.toFixed(2));
}

/** `−98.21 ± 0.31`. */
export function withError(value: number, error: number): string {
  return `${decimals(value)} ± ${error.toFixed(2)}`;
}

/** A value on an axis: `−3`, `0`, `+1.5`. */
export function signed(value: number): string {
  const text = String(Number(value.toFixed(2)));
  return value > 0 ? `+${text}` : minus(text);
}

/** `12,000`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1 epoch`, `20 epochs`. */
export function epochs(n: number): string {
  return `${n} ${n === 1 ? 'epoch' : 'epochs'}`;
}

/** `42 s`, `3 min 05 s`, `2 h 07 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** `0:42`, `3:05`, `2:07:00`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}
