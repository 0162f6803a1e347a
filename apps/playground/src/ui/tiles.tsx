import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pictures } from '../protocol';
import { paintTiles } from './paint';

export interface TilesProps {
  readonly pictures: Pictures;
  readonly columns: number;
  /** For those who do not see them. */
  readonly label: string;
  readonly gap?: number;
}

/** Pictures side by side. */
export function Tiles({ pictures, columns, label, gap = 2 }: TilesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paintTiles(canvas.current, pictures, columns, gap);
  }, [pictures, columns, gap]);
  return <canvas class="tiles" ref={canvas} role="img" aria-label={label} />;
}
