import type { BackendDetails } from '@jensenjs/core';
import { addsInFloat32 } from './float32-sum';

/** A device that does what training needs, or why there is none and what to do. */
export type OpenDevice =
  | {
      readonly usable: true;
      readonly device: GPUDevice;
      readonly info: GPUAdapterInfo;
      /** What computes, where that is not a graphics card. */
      readonly software: string | undefined;
      readonly details: BackendDetails;
    }
  | { readonly usable: false; readonly reason: string };

/** What tfjs's programs take for granted: the least that WebGPU promises. Devices in compatibility mode have less. */
const NEEDED = {
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBuffersPerShaderStage: 8,
  maxStorageBufferBindingSize: 134_217_728,
  maxBufferSize: 268_435_456,
} as const satisfies Partial<Record<keyof GPUSupportedLimits, number>>;

/** What tfjs uses where it is there: for `tf.time`, and for `tf.browser.draw`. */
const WISHED: readonly GPUFeatureName[] = ['timestamp-query', 'bgra8unorm-storage'];

/** Asks for the fastest device with all that it can do, and tries it out. The caller destroys the device. */
export async function openDevice(gpu: GPU): Promise<OpenDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    return refuse('no graphics device offers WebGPU here: update its driver, or use webgl(), wasm() or cpu()');
  const names = Object.keys(NEEDED) as (keyof typeof NEEDED)[];
  const small = names.find((name) => adapter.limits[name] < NEEDED[name]);
  if (small !== undefined) {
    return refuse(
      `this device is too small for tfjs (${small} is ${adapter.limits[small]}, ${NEEDED[small]} is needed): use webgl(), wasm() or cpu()`,
    );
  }
  const device = await adapter.requestDevice({
    requiredFeatures: WISHED.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(names.map((name) => [name, adapter.limits[name]])),
  });
  if (!(await addsInFloat32(device))) {
    device.destroy();
    return refuse(
      'this device computes wrong sums with 32-bit numbers: update its driver, or use webgl(), wasm() or cpu()',
    );
  }
  const { info } = adapter;
  const software = softwareName(info);
  const { vendor, architecture, description } = info;
  const limits = Object.fromEntries(names.map((name) => [name, adapter.limits[name]]));
  const details = {
    vendor,
    architecture,
    device: info.device,
    description,
    software: software !== undefined,
    ...limits,
  };
  return { usable: true, device, info, software, details };
}

const refuse = (reason: string): OpenDevice => ({ usable: false, reason });

function softwareName(info: GPUAdapterInfo): string | undefined {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const names = [description, device, architecture, vendor].filter(Boolean);
  const named = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.exec(names.join(' '))?.[0];
  return named ?? (isFallbackAdapter ? (names[0] ?? 'a fallback adapter') : undefined);
}
