import { UnsupportedError } from '@jensenjs/core';
import { engine, getKernel, getKernelsForBackend, registerKernel, type Tensor, Variable } from '@tensorflow/tfjs-core';
import { rows } from '../kernels/rows';
import { override } from './override';
import type { TraceBackend } from './trace-backend';
import type { Attributes } from '../graph/graph';

const NAME = 'jensen-trace';

/**
 * Runs something synchronous on a backend that is not registered, and gives the engine its own back whatever happens: nothing
 * else can ever run on this one. Meanwhile variables can be neither made nor assigned, and those given stand for values.
 */
export function withBackend<T>(backend: TraceBackend, stand: ReadonlyMap<Variable, object>, run: () => T): T {
  registerKernels();
  if ((engine() as unknown as { pendingBackendInit: unknown }).pendingBackendInit != null)
    throw new UnsupportedError('trace', 'a backend of tfjs is still starting. Await tf.ready() or useBackend() first.');
  const undo = [
    // What says which backend runs; the second is private in tfjs' types.
    override(engine(), { backendName: NAME, backendInstance: backend, makeVariable: refuseCreation }),
    override(Variable.prototype, { assign: refuseAssignment }),
    ...[...stand].map(([variable, dataId]) => override(variable, { dataId })),
  ];
  const { tensorInfo } = engine().state;
  try {
    // Where the engine looks when a variable is read.
    for (const [{ shape, dtype }, dataId] of stand) tensorInfo.set(dataId, { backend, shape, dtype, bytes: 0 });
    return run();
  } finally {
    for (const dataId of stand.values()) tensorInfo.delete(dataId);
    for (const restore of undo) restore();
  }
}

function refuseAssignment(this: Variable): never {
  throw new UnsupportedError(
    'trace',
    `the function assigns the variable ${this.name}. It must be pure: return the new value (in an objective, as one of its updates).`,
  );
}

function refuseCreation(): never {
  throw new UnsupportedError(
    'trace',
    'the function makes a variable. It must be pure: make variables, networks and tfjs optimisers before it is compiled.',
  );
}

/** Kernels are registered by name and backend; each of ours hands over to the trace that runs. */
function registerKernels(): void {
  const names = [...getKernelsForBackend('cpu').map(({ kernelName }) => kernelName), ...Object.keys(rows)];
  for (const kernelName of new Set(names))
    if (!getKernel(kernelName, NAME))
      registerKernel({
        kernelName,
        backendName: NAME,
        kernelFunc: ({ inputs, attrs, backend }) =>
          (backend as TraceBackend).record(kernelName, inputs, (attrs ?? {}) as unknown as Attributes),
      });
}

/** All variables that exist. */
export const allVariables = (): Variable[] => Object.values(engine().state.registeredVariables);

/** A tensor for a value of the running trace. */
export const tensorFor = (backend: TraceBackend, value: Parameters<TraceBackend['handle']>[0]): Tensor =>
  engine().makeTensorFromTensorInfo(backend.handle(value), backend);
