import { type Card, cardList } from './cards';
import { escape } from './markup';
import { STYLE } from './style';

export interface Page {
  readonly title: string;
  readonly seed: number;
  readonly introduction: string;
  readonly cards: readonly Card[];
  /** HTML. */
  readonly sections: readonly string[];
  /** What was chosen, as rows of a table. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** The command line that gives the same numbers again. */
  readonly command: string;
}

/** One page that needs no other file and no network. */
export function page({ title, seed, introduction, cards, sections, settings, command }: Page): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}, seed ${seed}</title>
<style>${STYLE}</style>
<main>
<header>
<h1>${escape(title)}</h1>
<p>${escape(introduction)}</p>
</header>
${cardList(cards)}
${sections.join('\n')}
${settingsTable(settings, command)}
</main>
</html>
`;
}

function settingsTable(settings: Page['settings'], command: string): string {
  const rows = settings.map(
    ([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td></tr>`,
  );
  return `<section>
<h2>Settings</h2>
<table class="settings">
${rows.join('\n')}
</table>
<p>The same numbers again:</p>
<pre><code>${escape(command)}</code></pre>
</section>`;
}
