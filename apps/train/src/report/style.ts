/** The style sheet of the report. */
export const STYLE = `
:root {
  --ground: #fbfbf9; --card: #fff; --ink: #22252a; --quiet: #676d76; --rule: #e3e3de;
  --first: #2f6fb3; --second: #d0722b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181c; --card: #1e2126; --ink: #e6e7e9; --quiet: #9aa1ab; --rule: #31353c;
    --first: #6ea8e0; --second: #eb9a5c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 1120px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 4px; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 4px; }
p { margin: 0 0 12px; max-width: 44em; }
header p, section p, figcaption, small, .legend { color: var(--quiet); }
section { margin-top: 44px; }
small { font-size: 0.8125rem; line-height: 1.4; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(152px, 1fr)); gap: 12px; margin: 24px 0 0; }
.figures > div { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 14px 16px; }
dt { font-size: 0.875rem; color: var(--quiet); }
dd { margin: 0; }
dd strong { display: block; font-size: 1.375rem; line-height: 1.35; font-weight: 650; font-variant-numeric: tabular-nums; }
dd strong i { font-size: 0.9375rem; font-weight: 400; font-style: normal; color: var(--quiet); white-space: nowrap; }
dd small { display: block; margin-top: 2px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 20px; }
figure { margin: 0; }
.charts figure { max-width: 480px; }
figcaption { font-size: 0.875rem; margin-bottom: 6px; }
figcaption b { color: var(--ink); }
figure svg { width: 100%; height: auto; overflow: visible; }
.legend { font-size: 0.875rem; }
.legend span { margin-right: 14px; white-space: nowrap; }
figcaption .legend { display: block; }
.legend i { display: inline-block; width: 14px; height: 3px; border-radius: 2px; margin: 0 6px 4px 0; }
i.first { background: var(--first); }
i.second { background: var(--second); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 36px; }
img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; }
.stack { display: grid; gap: 12px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 400; }
.latent { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 28px; margin-top: 12px; }
.latent > table { grid-column: span 2; }
.traversal { table-layout: fixed; width: 100%; max-width: 752px; }
.traversal col:first-child { width: 88px; }
.traversal th { padding-right: 16px; white-space: nowrap; line-height: 1.25; }
.traversal th small { display: block; color: var(--quiet); }
.traversal td { padding: 2px 0; }
.ticks { display: flex; font-size: 0.8125rem; color: var(--quiet); }
.ticks span { flex: 1 1 0; min-width: 0; text-align: center; white-space: nowrap; }
.labels th { padding-right: 12px; color: var(--quiet); }
.labels td { padding: 0 0 3px; }
.labels tr:last-child td { padding-bottom: 0; }
.moments { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 20px 24px; }
.moments img { width: 100%; }
.film { overflow: hidden; }
.film img { width: 100%; animation: walk var(--seconds) steps(var(--frames)) infinite; }
.walk:has(:checked) img { animation-play-state: paused; }
.walk label { display: inline-block; margin-top: 8px; font-size: 0.875rem; color: var(--quiet); }
@keyframes walk { to { transform: translateY(-100%); } }
@media (prefers-reduced-motion: reduce) {
  .film img { animation-play-state: paused; }
  .walk label { display: none; }
}
.settings { width: 100%; max-width: 44em; margin: 12px 0 20px; }
.settings tr { border-bottom: 1px solid var(--rule); }
.settings th { color: var(--quiet); padding: 5px 24px 5px 0; width: 40%; vertical-align: top; }
.settings td { padding: 5px 0; overflow-wrap: anywhere; }
pre {
  background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; margin: 0;
  overflow-x: auto; font-size: 0.875rem;
}
@media (max-width: 760px) {
  .latent > table { grid-column: auto; }
}
@media (max-width: 560px) {
  main { padding: 24px 16px 40px; }
  .traversal th { padding-right: 8px; font-size: 0.875rem; }
  .traversal col:first-child { width: 72px; }
  .ticks span:not(:nth-child(5n + 1)) { visibility: hidden; }
  dd strong { font-size: 1.25rem; }
}
`;
