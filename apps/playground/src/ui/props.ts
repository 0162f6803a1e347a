import type { Playground } from '../page/playground';

/** Of every part of the page. */
export interface PlaygroundProps {
  readonly playground: Playground;
}
