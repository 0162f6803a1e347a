import { readImageFile } from './image-file';
import type { Playground } from './playground';

/** Has the model explain an image file; says so where that cannot be done. */
export async function showImageFile({ description, trouble, explain, latent }: Playground, file: File): Promise<void> {
  const model = description.value;
  if (model?.kind !== 'vae') {
    trouble.value = `${file.name} needs a VAE that explains it. Train or open one first.`;
    return;
  }
  try {
    const pixels = await readImageFile(file, model.shape);
    trouble.value = undefined;
    explain({ pixels, label: latent.label.value });
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}
