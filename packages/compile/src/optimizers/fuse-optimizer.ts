import { ArgumentError, type OptimizerSpec } from '@jensenjs/core';
import { instantiate } from './instantiate';
import { averageModule, ruleModules, sumOfSquaresModule } from './modules.generated';
import { type Numbers, rules } from './rules';

/** A parameter and what belongs to it: arrays of one length, views of one memory that do not overlap. */
export interface FusedTensors {
  readonly parameter: Float32Array;
  readonly gradient: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
}

export interface FusedOptimizer {
  /** Update number `count`, from 1, at this learning rate: changes parameters and slots in place. */
  readonly update: (rate: number, count: number) => void;
}

/** The average follows the parameters after so many numbers, while these are in the first cache. */
const block = 2048;

/**
 * The optimiser of this description as one SIMD pass over memory. It agrees with the operations of `Optimizer.update` but for the
 * last digits of float32, and but for two deliberate differences: the norm for `clipNorm` does not overflow where the squares
 * do in float32, and a decaying average below 2⁻¹²⁶ becomes 0.
 *
 * Undefined for a kind, a hyperparameter or a slot that is not known here, and where the engine, or the content security
 * policy of a page, has no WebAssembly SIMD.
 * @throws ArgumentError on arrays that do not lie in the memory or are not of the parameter's length.
 */
export function fuseOptimizer(
  spec: OptimizerSpec,
  memory: WebAssembly.Memory,
  tensors: readonly FusedTensors[],
): FusedOptimizer | undefined {
  const { kind, hyperparameters, clipNorm, ema, ...unknown } = spec;
  const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined;
  if (!rule || !sameNames(rule.hyperparameters, hyperparameters) || !sameNames([], unknown)) return undefined;
  const pass = ruleModules[rule.module(hyperparameters)];
  const slots = [...(pass?.slots ?? []), ...(ema === undefined ? [] : ['average'])];
  if (!pass || !tensors.every((tensor) => sameNames(slots, tensor.slots))) return undefined;

  const modules = { rule: pass.wasm, average: averageModule, sumOfSquares: sumOfSquaresModule };
  const run = instantiate(modules, memory);
  if (!run) return undefined;
  const places = tensors.map((tensor, i) => {
    checkArrays(tensor, `tensors[${i}]`, memory);
    const { parameter, gradient, slots: own } = tensor;
    return {
      length: parameter.length,
      arrays: [parameter, gradient, ...pass.slots.map((name) => own[name])].map(placeOf),
      parameter: placeOf(parameter),
      gradient: placeOf(gradient),
      average: placeOf(own.average),
    };
  });

  /** What the gradients are multiplied by: 1, or less where they are longer than the bound. */
  const scale = (): number => {
    if (clipNorm === undefined) return 1;
    const squares = places.reduce((sum, { gradient, length }) => sum + run.sumOfSquares(gradient, length), 0);
    return clipNorm / Math.max(clipNorm, Math.sqrt(squares));
  };
  return {
    update: (rate, count) => {
      const numbers: Numbers = { ...rule.constants(hyperparameters, rate, count), scale: scale() };
      const constants = pass.constants.map((name) => numbers[name] as number);
      for (const { length, arrays, parameter, average } of places) {
        if (ema === undefined) {
          run.rule(...arrays, length, ...constants);
          continue;
        }
        for (let done = 0; done < length; done += block) {
          const [bytes, numbersLeft] = [4 * done, Math.min(block, length - done)];
          run.rule(...arrays.map((at) => at + bytes), numbersLeft, ...constants);
          run.average(average + bytes, parameter + bytes, numbersLeft, 1 - ema);
        }
      }
    },
  };
}

/** In bytes; 0 for the array of a slot that is not asked for. */
function placeOf(array: Float32Array | undefined): number {
  return array?.byteOffset ?? 0;
}

function sameNames(names: readonly string[], record: object): boolean {
  const others = Object.keys(record);
  return others.length === names.length && others.every((name) => names.includes(name));
}

function checkArrays({ parameter, gradient, slots }: FusedTensors, which: string, memory: WebAssembly.Memory): void {
  for (const [name, array] of Object.entries({ parameter, gradient, ...slots })) {
    if (array.buffer !== memory.buffer)
      throw new ArgumentError(
        'fuseOptimizer',
        `${name} of ${which} lies in other memory. Make all arrays by createArena.`,
      );
    if (array.length !== parameter.length)
      throw new ArgumentError(
        'fuseOptimizer',
        `${name} of ${which} has ${array.length} numbers, and the parameter ${parameter.length}.`,
      );
  }
}
