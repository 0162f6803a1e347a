export type { WasmBinary, WasmPaths } from './binaries';
export { type WasmOptions, wasm } from './wasm';
