import type { UtteranceView } from '../playground/utterance-view.js';

import { BufferChart } from './buffer-chart.js';
import { DownloadButton } from './download-button.js';

/** How the speech came, in figures. */
export const Figures = ({ view }: { readonly view: UtteranceView }) => (
  <div class="figures">
    <dl>
      <div>
        <dt>First audio</dt>
        <dd id="ttfa">{view.firstAudioMs === null ? '–' : `${view.firstAudioMs} ms`}</dd>
      </div>
      <div>
        <dt>Underruns</dt>
        <dd id="underruns" data-bad={view.level.underruns > 0}>
          {view.level.underruns}
        </dd>
      </div>
      <div>
        <dt>Audio made</dt>
        <dd>{view.recordedSeconds.toFixed(1)} s</dd>
      </div>
      <div class="wide">
        <dt>In hand</dt>
        <dd>
          <span class="reading">{view.level.buffered.toFixed(1)} s</span>
          <BufferChart history={view.history} />
        </dd>
      </div>
    </dl>
    <DownloadButton recording={view.recording} seconds={view.recordedSeconds} />
  </div>
);
