import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface PanelProps {
  readonly title: string;
  readonly about?: string | undefined;
  /** Controls beside the title. */
  readonly tools?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A titled card. */
export function Panel({ title, about, tools, class: extra = '', children }: PanelProps) {
  const heading = useId();
  return (
    <section class={`panel ${extra}`} aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>{title}</h2>
        {tools && <div class="tools">{tools}</div>}
      </div>
      {about && <p class="about">{about}</p>}
      {children}
    </section>
  );
}
