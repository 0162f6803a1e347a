export { type WebglOptions, webgl } from './webgl';
