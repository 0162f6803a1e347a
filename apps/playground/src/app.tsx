import { Curves } from './ui/curves';
import { DropTarget } from './ui/drop-target';
import { DrawPanel } from './ui/draw-panel';
import { LatentPanel } from './ui/latent-panel';
import { Notices } from './ui/notices';
import { OpenFile } from './ui/open-file';
import { RunBar } from './ui/run-bar';
import { SamplesPanel } from './ui/samples-panel';
import { SettingsPanel } from './ui/settings-panel';
import type { Playground } from './page/playground';

export function App({ playground }: { readonly playground: Playground }) {
  return (
    <DropTarget playground={playground}>
      <header class="top">
        <div>
          <h1>Jensen playground</h1>
          <p>
            Train a variational auto-encoder or a GAN on drawn digits, here in your browser, and walk through what it
            has learned.
          </p>
        </div>
        <OpenFile playground={playground} />
      </header>
      <div class="columns">
        <aside>
          <SettingsPanel playground={playground} />
        </aside>
        <main>
          <RunBar playground={playground} />
          <Notices playground={playground} />
          <Curves playground={playground} />
          <div class="pair">
            <SamplesPanel playground={playground} />
            <LatentPanel playground={playground} />
          </div>
          <DrawPanel playground={playground} />
        </main>
      </div>
    </DropTarget>
  );
}
