const code = `
  @group(0) @binding(0) var<storage, read_write> sums : vec4<f32>;
  @group(0) @binding(1) var<uniform> numbers : vec4<f32>;
  @group(0) @binding(2) var<uniform> shift : vec4<f32>;
  @compute @workgroup_size(1) fn add() { sums = numbers + shift; }
`;

// All digits of a sum, in the size of 1 and of 2²⁴, and the far ends of the range.
const numbers = Float32Array.of(2 ** -23, 2 ** 24 - 2, 1e38, 1e-30);
const shift = Float32Array.of(1, 1, 0, 0);

// The values of GPUBufferUsage and GPUMapMode, which are not there before the globals of Dawn are.
const [MAP_READ, COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [0x1, 0x4, 0x8, 0x40, 0x80] as const;
const READ = 0x1;

/** Whether a device adds two vectors of four numbers as it should. Leaves nothing on it. */
export async function addsInFloat32(device: GPUDevice): Promise<boolean> {
  const size = numbers.byteLength;
  const buffers: GPUBuffer[] = [];
  const buffer = (usage: number, values?: Float32Array<ArrayBuffer>): GPUBuffer => {
    const made = device.createBuffer({ size, usage });
    if (values) device.queue.writeBuffer(made, 0, values);
    buffers.push(made);
    return made;
  };
  const sums = buffer(STORAGE | COPY_SRC);
  const out = buffer(MAP_READ | COPY_DST);
  try {
    const pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code }), entryPoint: 'add' },
    });
    const operands = [sums, buffer(UNIFORM | COPY_DST, numbers), buffer(UNIFORM | COPY_DST, shift)];
    const entries = operands.map((operand, binding) => ({ binding, resource: { buffer: operand } }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(sums, 0, out, 0, size);
    device.queue.submit([encoder.finish()]);
    await out.mapAsync(READ);
    const found = new Float32Array(out.getMappedRange().slice(0));
    return found.every((value, i) => value === Math.fround((numbers[i] as number) + (shift[i] as number)));
  } finally {
    for (const made of buffers) made.destroy();
  }
}
