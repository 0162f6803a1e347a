export type { WasmFile, WasmPaths } from './files';
export { type WasmOptions, wasm } from './wasm';
