import type { PlaygroundProps } from './props';

/** What went wrong, and what computes and why. */
export function Notices({ playground }: PlaygroundProps) {
  const { trouble, phase, description, engine, recipe } = playground;
  const backend = description.value?.backend;
  const chosen = engine.value;
  const failure = chosen?.failure;
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
        <div class={`notice engine ${isOther || failure !== undefined ? 'warn' : ''}`}>
          <p data-testid="engine-reason">
            {failure !== undefined && 'ONNX Runtime did not start, so training is not compiled, and slower. '}
            {chosen && `${chosen.words} `}
            {backend.reason}
          </p>
          {failure !== undefined && (
            <details>
              <summary>What went wrong</summary>
              {failure}
            </details>
          )}
        </div>
      )}
    </>
  );
}
