import { replaceKernels } from './chunk-UHDM7LUY.js';
export { replaceKernels };
