import type { Encoded, Explanation, Pictures } from '../protocol';
import { CELLS } from '../page/latent';
import { colourOf, themeColour } from './colours';
import { imageData } from './paint';

/** What the map shows. */
export interface MapScene {
  readonly axes: readonly [number, number];
  readonly extent: number;
  readonly point: readonly number[];
  readonly latent: number;
  readonly manifold: Pictures | undefined;
  readonly encoded: Encoded | undefined;
  readonly explanation: Explanation | undefined;
}

/** Paints the map over the whole canvas; `side` is its length in CSS pixels. */
export function paintMap(canvas: HTMLCanvasElement, side: number, scene: MapScene): void {
  const density = Math.max(1, Math.round(devicePixelRatio));
  const pixels = Math.round(side * density);
  if (canvas.width !== pixels) [canvas.width, canvas.height] = [pixels, pixels];
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.fillStyle = themeColour('--ground');
  context.fillRect(0, 0, side, side);
  const place = placer(scene, side);
  if (scene.manifold) paintManifold(context, side, scene.manifold);
  else paintGrid(context, side, scene.extent);
  if (scene.encoded) paintDigits(context, scene.encoded, scene, place);
  if (scene.explanation) paintPosterior(context, scene.explanation, scene, place);
  paintPoint(context, scene, place);
}

type Place = (z: ArrayLike<number>, offset?: number) => readonly [x: number, y: number];

/** From z, which begins at an offset, to the canvas; what lies outside is put on the edge, and a line is in the middle. */
function placer({ axes: [right, up], extent }: MapScene, side: number): Place {
  const at = (value: number): number => (side * (Math.min(extent, Math.max(-extent, value)) + extent)) / (2 * extent);
  return (z, offset = 0) => [at(z[offset + right] ?? 0), side - at(up === right ? 0 : (z[offset + up] ?? 0))];
}

function paintManifold(context: CanvasRenderingContext2D, side: number, manifold: Pictures): void {
  const sheet = new OffscreenCanvas(CELLS * manifold.width, CELLS * manifold.height);
  const inner = sheet.getContext('2d');
  if (!inner) return;
  for (let i = 0; i < manifold.count; i++)
    inner.putImageData(imageData(manifold, i), (i % CELLS) * manifold.width, Math.floor(i / CELLS) * manifold.height);
  context.drawImage(sheet, 0, 0, side, side);
}

/** Lines at the whole numbers. */
function paintGrid(context: CanvasRenderingContext2D, side: number, extent: number): void {
  context.strokeStyle = themeColour('--rule');
  context.lineWidth = 1;
  context.beginPath();
  for (let value = 1 - extent; value < extent; value++) {
    const at = (side * (value + extent)) / (2 * extent);
    context.moveTo(at, 0);
    context.lineTo(at, side);
    context.moveTo(0, at);
    context.lineTo(side, at);
  }
  context.stroke();
}

function paintDigits(
  context: CanvasRenderingContext2D,
  { means, labels }: Encoded,
  scene: MapScene,
  place: Place,
): void {
  context.globalAlpha = scene.manifold ? 0.9 : 0.8;
  labels.forEach((label, i) => {
    const [x, y] = place(means, i * scene.latent);
    context.fillStyle = colourOf(label);
    context.beginPath();
    context.arc(x, y, 2.5, 0, 2 * Math.PI);
    context.fill();
  });
  context.globalAlpha = 1;
}

/** The mean of q(z | x), and ellipses of one and two scales. */
function paintPosterior(
  context: CanvasRenderingContext2D,
  { mean, scale }: Explanation,
  { axes: [right, up], extent }: MapScene,
  place: Place,
): void {
  const [x, y] = place(mean);
  const unit = context.canvas.clientWidth / (2 * extent);
  for (const times of [1, 2]) {
    context.beginPath();
    context.ellipse(
      x,
      y,
      Math.max(2, times * (scale[right] ?? 0) * unit),
      Math.max(2, times * (scale[up] ?? 0) * unit),
      0,
      0,
      2 * Math.PI,
    );
    outline(context, themeColour('--second'), 2);
  }
}

function paintPoint(context: CanvasRenderingContext2D, { point }: MapScene, place: Place): void {
  const [x, y] = place(point);
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  outline(context, '#fff', 2.5);
}

/** A line that shows on dark and on light. */
function outline(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = '#000';
  context.lineWidth = width + 2;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
