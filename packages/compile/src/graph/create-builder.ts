import { ArgumentError, sizeOf, UnsupportedError } from '@jensenjs/core';
import type { Row, Rows } from '../kernels/row';
import type { Builder } from './builder';
import { allocate, constantValue } from './constants';
import { canFold, foldOnCpu, isFoldable } from './fold';
import type { Attributes, DataType, Operation, Signature, Value } from './graph';
import { liveGraph } from './live';

/** A builder that knows the kernels of these rows, and begins with these inputs. */
export function createBuilder(rows: Rows, given: readonly Value[] = []): Builder {
  const inputs = new Map<string, Value>();
  for (const value of given) if (value.origin.kind === 'input') inputs.set(value.origin.name, value);
  const operations: Operation[] = [];

  const record = (kernel: string, values: readonly Value[], attributes: Attributes, results: readonly Signature[]) => {
    const outputs: Value[] = [];
    const operation: Operation = { kernel, inputs: values, attributes, outputs };
    for (const { shape, dtype } of results)
      outputs.push({ shape: [...shape], dtype, origin: { kind: 'result', operation } });
    operations.push(operation);
    return outputs;
  };

  const ops: Builder['ops'] = (kernel, given, attributes = {}) => {
    const row = rows[kernel];
    const present = given.filter((value) => value !== undefined);
    if (present.every(isFoldable) && canFold(kernel))
      return foldOnCpu(kernel, nameInputs(kernel, row, given), attributes);
    if (!row)
      throw new UnsupportedError(
        kernel,
        'this kernel of tfjs cannot be compiled. Write the computation with other operations, or run it eagerly.',
      );
    if ('expand' in row) {
      const made = row.expand(builder, given, attributes);
      return Array.isArray(made) ? (made as readonly Value[]) : [made as Value];
    }
    const { outputs, attributes: normalized = {} } = row.infer(present, attributes);
    return record(kernel, present, normalized, outputs);
  };

  const constant: Builder['constant'] = (data, shape, dtype) => constantValue(data, shape, dtype);
  const fill = (shape: readonly number[], value: number, dtype: DataType = 'float32'): Value =>
    constant(allocate(dtype, sizeOf(shape)).fill(value), shape, dtype);

  const builder: Builder = {
    ops,
    op: (kernel, values, attributes) => {
      const [only, ...more] = ops(kernel, values, attributes);
      if (!only || more.length > 0) throw new ArgumentError('compile', `${kernel} has ${more.length + 1} results.`);
      return only;
    },
    copy: ({ kernel, attributes, outputs }, values) => record(kernel, values, attributes, outputs),
    input: (name, shape, dtype) => {
      if (inputs.has(name)) throw new ArgumentError('compile', `two inputs are named ${name}. Names must differ.`);
      const value: Value = { shape: [...shape], dtype, origin: { kind: 'input', name } };
      inputs.set(name, value);
      return value;
    },
    constant,
    fill,
    scalar: (value, dtype = 'float32') => fill([], value, dtype),
    finish: (outputs) => liveGraph([...inputs.values()], operations, outputs),
  };
  return builder;
}

/** Inputs as a kernel of tfjs takes them: by name, or as a list. */
function nameInputs(
  kernel: string,
  row: Row | undefined,
  given: readonly (Value | undefined)[],
): Readonly<Record<string, Value>> | readonly Value[] {
  const present = given.filter((value) => value !== undefined);
  if (!row?.inputs) return present;
  return Object.fromEntries(
    row.inputs.flatMap((name, i) => {
      const value = given[i];
      if (value) return [[name.replace('?', ''), value] as const];
      if (name.endsWith('?')) return [];
      throw new ArgumentError('compile', `${kernel} lacks its input ${name}.`);
    }),
  );
}
