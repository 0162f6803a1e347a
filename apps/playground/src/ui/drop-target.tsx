import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { showImageFile } from '../page/show-image-file';
import type { PlaygroundProps } from './props';

/** The whole page takes files: checkpoints, and images for a VAE to explain. */
export function DropTarget({ playground, children }: PlaygroundProps & { readonly children: ComponentChildren }) {
  const depth = useSignal(0); // entering a child comes before leaving its parent
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  return (
    <div
      class={`page ${depth.value > 0 ? 'dropping' : ''}`}
      onDragEnter={(event) => {
        if (carriesFiles(event)) depth.value += 1;
      }}
      onDragLeave={(event) => {
        if (carriesFiles(event)) depth.value = Math.max(0, depth.value - 1);
      }}
      onDragOver={(event) => {
        if (carriesFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        depth.value = 0;
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        if (file.type.startsWith('image/')) void showImageFile(playground, file);
        else void playground.open(file);
      }}
    >
      {children}
    </div>
  );
}
