import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { Description } from '../protocol';
import { onSchemeChange } from './colours';
import { formatNumber } from './format';
import { paintMap } from './map-painter';
import type { PlaygroundProps } from './props';

/** What one press of an arrow key moves, in units of z. */
const STEP = 0.1;
const LONG_STEP = 0.5;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Two dimensions of the latent space, to drag a point through. */
export function LatentMap({ playground, model }: PlaygroundProps & { readonly model: Description }) {
  const { latent, encoded, explanation } = playground;
  const canvas = useRef<HTMLCanvasElement>(null);
  const side = useSignal(0);
  const repaints = useSignal(0);
  const help = useId();
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      side.value = element.clientWidth;
    });
    observer.observe(element);
    const forget = onSchemeChange(() => {
      repaints.value += 1;
    });
    return () => {
      observer.disconnect();
      forget();
    };
  }, []);

  const { axes, point, extent } = latent;
  const scene = {
    axes: axes.value,
    extent: extent.value,
    point: point.value,
    latent: model.settings.latent,
    manifold: latent.showManifold.value ? latent.manifold.value : undefined,
    encoded: encoded.value,
    explanation: explanation.value,
  };
  const width = side.value;
  void repaints.value; // painted again when it changes
  useLayoutEffect(() => {
    if (canvas.current && width > 0) paintMap(canvas.current, width, scene);
  });

  const [right, up] = [point.value[axes.value[0]] ?? 0, point.value[axes.value[1]] ?? 0];
  const follow = (event: PointerEvent & { readonly currentTarget: HTMLCanvasElement }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    latent.moveTo((2 * across - 1) * extent.value, (1 - 2 * down) * extent.value);
  };
  return (
    <>
      <canvas
        class="map"
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-roledescription="map"
        aria-label={`Latent space at ${formatNumber(right)}, ${formatNumber(up)}`}
        aria-describedby={help}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.focus({ preventScroll: true });
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
        }}
        onKeyDown={(event) => {
          const arrow = ARROWS[event.key];
          if (!arrow && event.key !== 'Home') return;
          event.preventDefault();
          const step = event.shiftKey ? LONG_STEP : STEP;
          if (arrow) latent.moveTo(right + arrow[0] * step, up + arrow[1] * step);
          else latent.moveTo(0, 0);
        }}
      />
      <p id={help} class="about">
        Drag, or use the arrow keys (with Shift for longer steps, Home for the origin).
      </p>
    </>
  );
}
