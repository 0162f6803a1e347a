import './page/language';
import { render } from 'preact';
import '@picocss/pico/css/pico.min.css';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { App } from './app';
import { createPlayground } from './page/playground';

const root = document.getElementById('app');
if (root) render(<App playground={createPlayground()} />, root);
