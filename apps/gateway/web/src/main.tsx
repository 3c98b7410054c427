import { render } from 'preact';

import { App } from './page/app.js';
import { Playground } from './playground/playground.js';
import { Service } from './playground/service.js';

const root = document.getElementById('playground');
const playground = new Playground(new Service(document.baseURI, sessionStorage));

if (root !== null) render(<App playground={playground} />, root);
void playground.findVoices(); // it never rejects
