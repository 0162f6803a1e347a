/**
 * Which TensorFlow each platform gets: a project of PyPI, one of its wheels, and the two libraries in it. TensorFlow 2.15 is the
 * one that was tried with the addon of tfjs-node 4.22.
 */
const version = '2.15.1';
const linux = {
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  flags: ['-Wl,-rpath,$ORIGIN/../../deps/lib'],
};
const darwin = {
  libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
  flags: ['-Wl,-rpath,@loader_path/../../deps/lib', '-undefined', 'dynamic_lookup'],
};
const platforms = {
  'linux-x64': { project: 'tensorflow-cpu', tag: 'manylinux_2_17_x86_64', ...linux },
  'linux-arm64': { project: 'tensorflow-cpu-aws', tag: 'manylinux_2_17_aarch64', ...linux },
  'darwin-x64': { project: 'tensorflow', tag: 'macosx_10_15_x86_64', ...darwin },
  'darwin-arm64': { project: 'tensorflow', tag: 'macosx_12_0_arm64', ...darwin },
};

/** The row of this machine. @throws where TensorFlow publishes no library for it. */
export function platformHere(name = `${process.platform}-${process.arch}`) {
  const platform = platforms[name];
  if (!platform)
    throw new Error(
      `tfjs-node can be built on ${Object.keys(platforms).join(', ')}; this is ${name}. Use the backend wasm() instead.`,
    );
  return { version, ...platform };
}
