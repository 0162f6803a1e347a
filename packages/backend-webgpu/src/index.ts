export type { DawnPackage, LoadDawn } from './entrance';
export { type WebgpuOptions, webgpu } from './webgpu';
