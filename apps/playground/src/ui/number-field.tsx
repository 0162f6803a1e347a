import { useId } from 'preact/hooks';

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
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        aria-describedby={hint && `${id}-hint`}
        type="number"
        inputMode={step === 'any' ? 'decimal' : 'numeric'}
        required
        {...{ value, min, max, step }}
        onInput={({ currentTarget }) => {
          if (currentTarget.validity.valid) {
            currentTarget.removeAttribute('aria-invalid');
            onChange(currentTarget.valueAsNumber);
          } else currentTarget.setAttribute('aria-invalid', 'true');
        }}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
