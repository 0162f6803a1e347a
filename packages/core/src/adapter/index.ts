export { activateQuietly } from './activate-quietly';
export { type KernelCaller, kernelCaller, scratch } from './call-kernels';
export { type KernelArguments, type KernelReplacement, type KernelResult, replaceKernels } from './replace-kernels';
export { takingTurns } from './taking-turns';
