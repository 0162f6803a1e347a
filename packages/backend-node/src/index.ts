export { type NodeOptions, node } from './tensorflow';
