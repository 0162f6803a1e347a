/** What a WebGL 2 context can do, or why it cannot be used and what to do. */
export type Device =
  | { readonly usable: true; readonly facts: Facts }
  | { readonly usable: false; readonly reason: string };

export interface Facts {
  /** As the driver calls the device. */
  readonly renderer: string;
  /** Name of the program that computes instead of a graphics card, if one does. */
  readonly software: string | undefined;
  /** Side of the largest texture, in pixels. */
  readonly maxTextureSize: number;
}

/** WebGL 2 promises 2048, in which a layer of 2048 × 2048 has no room for its batch; devices have 4096 at least. */
const LEAST_TEXTURE_SIZE = 4096;

/** Asks the browser for a context, computes with 32-bit numbers in it, and gives it back. Loads nothing. */
export function probe(): Device {
  if (typeof OffscreenCanvas === 'undefined' && typeof document === 'undefined') {
    return refuse(
      typeof importScripts === 'function'
        ? 'this worker has no OffscreenCanvas: use wasm() or cpu() here, or webgl() in the page'
        : 'WebGL is there in browsers only: use wasm(), node() or cpu() here',
    );
  }
  // A browser that would compute in software says so by refusing this wish; not all do, hence the name below.
  const fast = context(true);
  const gl = fast ?? context(false);
  if (!gl) return refuse('this browser has no WebGL 2, or it is turned off: use wasm() or cpu()');
  try {
    if (!gl.getExtension('EXT_color_buffer_float'))
      return refuse(
        'this device does not draw 32-bit numbers in WebGL (no EXT_color_buffer_float), and training needs them: use wasm() or cpu()',
      );
    if (!computesInFloat32(gl))
      return refuse(
        'this device does not compute with 32-bit numbers in WebGL, and training needs them: use wasm() or cpu()',
      );
    const { renderer, software, maxTextureSize } = factsOf(gl);
    if (maxTextureSize < LEAST_TEXTURE_SIZE)
      return refuse(
        `the textures of this device have ${maxTextureSize} pixels a side, and training needs ${LEAST_TEXTURE_SIZE}: use wasm() or cpu()`,
      );
    return { usable: true, facts: { renderer, software: software ?? (fast ? undefined : renderer), maxTextureSize } };
  } finally {
    gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

/** What a context says of itself. */
export function factsOf(gl: WebGL2RenderingContext): Facts {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  const software = /swiftshader|llvmpipe|softpipe|software|basic render/i.exec(renderer)?.[0];
  return { renderer, software, maxTextureSize: Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) };
}

declare const importScripts: unknown;

const refuse = (reason: string): Device => ({ usable: false, reason });

function context(failIfMajorPerformanceCaveat: boolean): WebGL2RenderingContext | null {
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat });
  return gl && 'texStorage2D' in gl ? gl : null;
}

const vertexShader = `#version 300 es
  void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }`;
const fragmentShader = `#version 300 es
  precision highp float;
  uniform highp sampler2D numbers;
  uniform vec4 shift;
  out vec4 sum;
  void main() { sum = texelFetch(numbers, ivec2(0), 0) + shift; }`;

// All digits of a sum, in the size of 1 and of 2²⁴, and the far ends of the range: half floats have none of these.
const numbers = Float32Array.of(2 ** -23, 2 ** 24 - 2, 1e38, 1e-30);
const shift = Float32Array.of(1, 1, 0, 0);

/** Adds two vectors of four numbers by drawing one pixel from a texture to a texture. */
function computesInFloat32(gl: WebGL2RenderingContext): boolean {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return false;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.uniform4fv(gl.getUniformLocation(program, 'shift'), shift);
  const target = texture(gl, null);
  texture(gl, numbers);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
  gl.viewport(0, 0, 1, 1);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const sum = new Float32Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, sum);
  return sum.every((value, i) => value === Math.fround((numbers[i] as number) + (shift[i] as number)));
}

/** A texture of one pixel, bound to the first unit. */
function texture(gl: WebGL2RenderingContext, pixel: Float32Array | null): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, 1, 1, 0, gl.RGBA, gl.FLOAT, pixel);
  return made;
}
