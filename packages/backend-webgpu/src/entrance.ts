import { env } from '@tensorflow/tfjs-core';

/** The package `webgpu` of npm, which brings Dawn to Node. */
export interface DawnPackage {
  readonly create: (options: string[]) => GPU;
  /** What a browser has in its global scope, such as `GPUBufferUsage`. */
  readonly globals: object;
}

/** Loads the package `webgpu`: `() => import('webgpu')`. */
export type LoadDawn = () => Promise<DawnPackage>;

/** The way to the devices: of the browser, or else of Dawn. */
export type Entrance =
  | { readonly usable: true; readonly gpu: GPU; readonly globals: object }
  | { readonly usable: false; readonly reason: string };

export async function findEntrance(load?: LoadDawn): Promise<Entrance> {
  const own = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (own) return { usable: true, gpu: own, globals: {} };
  if (load) return fromDawn(load);
  return { usable: false, reason: env().getBool('IS_NODE') ? inNode : inBrowser };
}

const inNode =
  "Node has no WebGPU of its own: npm install webgpu and give webgpu({ load: () => import('webgpu') }), or use wasm(), node() or cpu()";
const inBrowser =
  'this browser has no WebGPU, or has it on pages from https: and localhost only: use webgl(), wasm() or cpu()';

const entrances = new WeakMap<object, GPU>();

async function fromDawn(load: LoadDawn): Promise<Entrance> {
  try {
    const dawn = await load();
    const gpu = entrances.get(dawn.globals) ?? dawn.create([]);
    entrances.set(dawn.globals, gpu);
    return { usable: true, gpu, globals: dawn.globals };
  } catch (error) {
    return {
      usable: false,
      reason: `the package webgpu does not load here (${String(error)}): npm install webgpu, or use wasm(), node() or cpu()`,
    };
  }
}

/** Puts what tfjs expects in the global scope of a browser there, for as long as the program runs, where it is missing. */
export function provideGlobals(globals: object): void {
  for (const [name, value] of Object.entries(globals))
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Runs `make` while there is a `navigator.gpu`, without which tfjs's backend refuses to be made. */
export function withNavigator<T>(gpu: GPU, make: () => T): T {
  const scope = globalThis as { navigator?: { gpu?: GPU } };
  if (scope.navigator?.gpu) return make();
  const owner: object = scope.navigator ?? globalThis;
  const [name, value] = scope.navigator ? ['gpu', gpu] : ['navigator', { gpu }];
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    return make();
  } finally {
    Reflect.deleteProperty(owner, name);
  }
}
