import {
  engine,
  keep,
  type NamedAttrMap,
  type NamedTensorMap,
  stack,
  sub,
  sum,
  Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Probe } from '../engine/probe';

/** Where a tensor came from. */
export interface Origin {
  readonly objective: string;
  readonly part: string;
  /** Undefined for what no kernel of the step made: a constant. */
  readonly kernel?: string;
  readonly shape: readonly number[];
  readonly inputs: readonly Origin[];
  /** Place among the defects, for floating-point tensors. */
  readonly defect?: number;
}

/** A named tensor that is not finite, and the first one in its line of descent that is not. */
export interface Culprit {
  readonly objective: string;
  /** For example `the gradient of encoder/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly origin: Origin;
}

/** Records the descent of every tensor, and whether it is finite, without reading anything while it runs. */
export interface KernelTrace {
  readonly probe: Probe;
  /** Watches all kernels of tfjs until the returned function is called. */
  readonly attach: () => () => void;
  /** The first named tensor since the last call that is not finite. */
  readonly flush: () => Promise<Culprit | undefined>;
}

export function createKernelTrace(): KernelTrace {
  let origins = new Map<number, Origin>();
  let defects: Tensor[] = [];
  let named: { objective: string; name: string; origin: Origin }[] = [];
  let busy = false;
  let objective = '';
  let part = 'the batch';

  const examine = (value: Tensor): { defect?: number } => {
    if (value.dtype !== 'float32') return {};
    busy = true;
    try {
      // 0 when finite, else NaN.
      defects.push(keep(tidy(() => sum(sub(value, value)))));
    } finally {
      busy = false;
    }
    return { defect: defects.length - 1 };
  };
  const originOf = (value: Tensor): Origin => {
    const known = origins.get(value.id);
    if (known) return known;
    const leaf: Origin = { objective, part, shape: value.shape, inputs: [], ...examine(value) };
    origins.set(value.id, leaf);
    return leaf;
  };

  return {
    probe: {
      enter: (name, entered) => {
        objective = name;
        part = entered;
      },
      tensor: (name, value) => {
        named.push({ objective, name, origin: originOf(value) });
      },
    },
    attach: () => {
      const watched = engine();
      const original = watched.runKernel.bind(watched);
      watched.runKernel = <T extends Tensor | Tensor[]>(
        kernel: string,
        inputs: NamedTensorMap,
        attributes?: NamedAttrMap,
      ): T => {
        if (busy) return original<T>(kernel, inputs, attributes);
        const parents = Object.values(inputs)
          .flat()
          .filter((input) => input instanceof Tensor)
          .map(originOf);
        const output = original<T>(kernel, inputs, attributes);
        for (const value of [output].flat() as Tensor[])
          origins.set(value.id, { objective, part, kernel, shape: value.shape, inputs: parents, ...examine(value) });
        return output;
      };
      return () => {
        // The method itself is on the prototype.
        if (Object.hasOwn(watched, 'runKernel')) delete (watched as Partial<typeof watched>).runKernel;
      };
    },
    flush: async () => {
      const collected = { defects, named };
      [origins, defects, named] = [new Map(), [], []];
      if (collected.defects.length === 0) return undefined;
      const all = tidy(() => stack(collected.defects));
      for (const value of collected.defects) value.dispose();
      const found = await all.data();
      all.dispose();
      const isBad = ({ defect }: Origin): boolean => defect !== undefined && found[defect] !== 0;
      const first = collected.named.find(({ origin }) => isBad(origin));
      if (!first) return undefined;
      let origin = first.origin;
      for (let parent = origin.inputs.find(isBad); parent; parent = origin.inputs.find(isBad)) origin = parent;
      return { objective: first.objective, name: first.name, shape: first.origin.shape, origin };
    },
  };
}
