import { UnsupportedError } from '@jensenjs/core';
import {
  engine,
  getKernel,
  getKernelsForBackend,
  type KernelBackend,
  registerKernel,
  type Tensor,
  Variable,
} from '@tensorflow/tfjs-core';
import { rows } from '../kernels/rows';
import type { TraceBackend } from './trace-backend';
import type { Attributes } from '../graph/graph';

const NAME = 'jensen-trace';

/** What of tfjs' engine says which backend runs; its types call the second private. */
interface Swappable {
  backendName: string;
  backendInstance: KernelBackend | null;
  readonly pendingBackendInit: unknown;
}

/**
 * Runs something synchronous on a backend that is not registered, and gives the engine its own back whatever happens: nothing
 * else can ever run on this one. Meanwhile variables can be neither made nor assigned, and those given stand for values.
 */
export function withBackend<T>(backend: TraceBackend, stand: ReadonlyMap<Variable, object>, run: () => T): T {
  registerKernels();
  const swapped = engine() as unknown as Swappable;
  if (swapped.pendingBackendInit != null)
    throw new UnsupportedError('trace', 'a backend of tfjs is still starting. Await tf.ready() or useBackend() first.');
  const before = { name: swapped.backendName, instance: swapped.backendInstance };
  const dataIds = [...stand.keys()].map((variable) => [variable, variable.dataId] as const);
  const { assign } = Variable.prototype;
  const { makeVariable } = engine();
  try {
    swapped.backendName = NAME;
    swapped.backendInstance = backend;
    for (const [variable, dataId] of stand) variable.dataId = dataId;
    Variable.prototype.assign = refuseAssignment;
    engine().makeVariable = refuseCreation;
    return run();
  } finally {
    engine().makeVariable = makeVariable;
    if (Object.hasOwn(engine(), 'makeVariable') && Object.getPrototypeOf(engine()).makeVariable === makeVariable)
      Reflect.deleteProperty(engine(), 'makeVariable');
    Variable.prototype.assign = assign;
    for (const [variable, dataId] of dataIds) variable.dataId = dataId;
    swapped.backendName = before.name;
    swapped.backendInstance = before.instance;
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
