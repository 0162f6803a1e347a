import type { Phase } from '../page/playground';
import { formatCount } from './format';
import type { PlaygroundProps } from './props';
import { SETTINGS_FORM } from './settings-panel';

export function RunBar({ playground }: PlaygroundProps) {
  const { phase, progress, stage, description, engine, opened } = playground;
  const { step, imagesPerSecond } = progress.value;
  const now = phase.value;
  const isBusy = now === 'starting' || now === 'pausing';
  const misfit = description.value?.misfit !== undefined;
  return (
    <div class="run-bar">
      <div class="buttons">
        {now === 'training' || now === 'pausing' ? (
          <button type="button" disabled={isBusy} onClick={() => void playground.pause()}>
            Pause
          </button>
        ) : (
          <button
            type="submit"
            form={SETTINGS_FORM}
            disabled={isBusy || misfit || now === 'failed'}
            aria-busy={now === 'starting'}
          >
            {step > 0 && opened.value === undefined ? 'Go on' : 'Train'}
          </button>
        )}
        <button type="button" class="secondary outline" disabled={now === 'idle'} onClick={playground.reset}>
          {opened.value === undefined ? 'Reset' : 'Close'}
        </button>
      </div>
      <p class="status" role="status">
        {STATUS[now]}
        {now === 'starting' && stage.value ? `: ${lowerFirst(stage.value)}\u00a0…` : ''}
      </p>
      <dl class="figures">
        <div>
          <dt>Steps</dt>
          <dd data-figure="steps">{formatCount(step)}</dd>
        </div>
        <div>
          <dt>Images/s</dt>
          <dd data-figure="speed">{now === 'training' && imagesPerSecond > 0 ? formatCount(imagesPerSecond) : '–'}</dd>
        </div>
        <div>
          <dt>Engine</dt>
          <dd data-figure="engine">{engine.value?.name ?? '–'}</dd>
        </div>
      </dl>
    </div>
  );
}

const STATUS: Readonly<Record<Phase, string>> = {
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  pausing: 'Pausing',
  paused: 'Paused',
  failed: 'Stopped by an error',
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
