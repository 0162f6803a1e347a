import type { PlaygroundProps } from './props';

/** Opens a checkpoint by its file. */
export function OpenFile({ playground }: PlaygroundProps) {
  return (
    <div class="open-file">
      <label class="file-button">
        Open a checkpoint
        <input
          type="file"
          accept=".safetensors"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            currentTarget.value = ''; // so that the same file can be chosen again
            if (file) void playground.open(file);
          }}
        />
      </label>
      <small>
        <code>checkpoint.safetensors</code> of <code>npm start</code>; or drop it anywhere
      </small>
    </div>
  );
}
