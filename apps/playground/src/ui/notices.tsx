import type { PlaygroundProps } from './props';

/** What went wrong, and what computes and why. */
export function Notices({ playground }: PlaygroundProps) {
  const { trouble, phase, description, engine, recipe } = playground;
  const backend = description.value?.backend;
  const chosen = engine.value;
  const wanted = recipe.value.engine;
  const isOther = wanted !== 'auto' && wanted !== (chosen?.name ?? wanted);
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
        <p
          class={`notice engine ${isOther || chosen?.failure !== undefined ? 'warn' : ''}`}
          data-testid="engine-reason"
        >
          {chosen?.failure !== undefined && `Training cannot be compiled here, and is slower: ${chosen.failure}. `}
          {chosen && `${chosen.words} `}
          {backend.reason}
        </p>
      )}
    </>
  );
}
