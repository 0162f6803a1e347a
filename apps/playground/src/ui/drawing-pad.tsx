import { useEffect, useRef } from 'preact/hooks';
import type { Drawing } from '../protocol';
import { averageCells, SCALE } from './average-cells';

export interface DrawingPadProps {
  readonly height: number;
  readonly width: number;
  /** What to show: changes of it that do not come from the pad are painted. */
  readonly pixels: Float32Array | undefined;
  readonly onDraw: (pixels: Drawing['pixels']) => void;
}

/** The pen's width, in pixels of the model. */
const PEN = 2.4;

/** A black ground to draw on in white. */
export function DrawingPad({ height, width, pixels, onDraw }: DrawingPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const own = useRef<Float32Array>(undefined);
  const last = useRef<readonly [number, number]>(undefined);
  useEffect(() => {
    if (own.current !== pixels && canvas.current) show(canvas.current, pixels);
    own.current = pixels;
  }, [pixels]);

  const draw = (event: PointerEvent & { readonly currentTarget: HTMLCanvasElement }): void => {
    const element = event.currentTarget;
    const context = element.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    const box = element.getBoundingClientRect();
    const to = [
      ((event.clientX - box.left) * element.width) / box.width,
      ((event.clientY - box.top) * element.height) / box.height,
    ] as const;
    const from = last.current ?? to;
    context.strokeStyle = '#fff';
    context.lineWidth = PEN * SCALE;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    last.current = to;
    const image = context.getImageData(0, 0, element.width, element.height);
    own.current = averageCells(image.data, width, height);
    onDraw(own.current);
  };
  return (
    <canvas
      class="pad"
      ref={canvas}
      width={width * SCALE}
      height={height * SCALE}
      role="img"
      aria-label="Drawing pad, for a pointer"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = undefined;
        draw(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) draw(event);
      }}
    />
  );
}

function show(canvas: HTMLCanvasElement, pixels: Float32Array | undefined): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const columns = canvas.width / SCALE;
  pixels?.forEach((value, i) => {
    const grey = Math.round(255 * value);
    context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
    context.fillRect((i % columns) * SCALE, Math.floor(i / columns) * SCALE, SCALE, SCALE);
  });
}
