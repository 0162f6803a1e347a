export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** `any` for numbers that are not whole. */
  readonly step?: 'any' | number;
  readonly onChange: (value: number) => void;
  readonly hint?: string;
}

/** A labelled number. What is out of range or no number is shown as such and not taken. */
export function NumberField({ label, value, min, max, step = 1, onChange, hint }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        inputMode={step === 'any' ? 'decimal' : 'numeric'}
        required
        {...{ value, min, max, step }}
        onInput={({ currentTarget }) => {
          const valid = currentTarget.validity.valid;
          currentTarget.setAttribute('aria-invalid', String(!valid));
          if (valid) {
            currentTarget.removeAttribute('aria-invalid');
            onChange(currentTarget.valueAsNumber);
          }
        }}
      />
      {hint && <small>{hint}</small>}
    </label>
  );
}
