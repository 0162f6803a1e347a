import type { PlaygroundProps } from './props';

/** What went wrong, and which backend is used and why. */
export function Notices({ playground }: PlaygroundProps) {
  const { trouble, phase, description, recipe } = playground;
  const backend = description.value?.backend;
  const wanted = recipe.value.backend;
  const other = backend && wanted !== 'auto' && wanted !== backend.name;
  return (
    <>
      <div role="alert">
        {trouble.value !== undefined && (
          <div class="notice trouble">
            <p>{trouble.value}</p>
            {phase.value === 'failed' ? (
              <button type="button" onClick={playground.reset}>
                Start again
              </button>
            ) : (
              <button
                type="button"
                class="secondary outline"
                onClick={() => {
                  trouble.value = undefined;
                }}
              >
                Dismiss
              </button>
            )}
          </div>
        )}
      </div>
      {backend && (
        <p class={`notice backend ${other ? 'warn' : ''}`} data-testid="backend-reason">
          {backend.reason}
        </p>
      )}
    </>
  );
}
