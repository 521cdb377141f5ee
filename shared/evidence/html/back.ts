import { durationWords } from '../duration-words.ts'
import type { Back, BackStage } from '../schema/way-back.ts'
import { html, type Safe } from './html.ts'
import { clock } from './words.ts'

/** The way back, stage by stage; a stage starts when the one before it is there. */
export const backList = (back: Back, why: string): Safe =>
  html`<p><b>${why}</b></p><ol class="list plain">${back.stages.map(stageItem)}</ol>${back.left.length > 0 && html`<details id="left"><summary>Not as before, with its reason: ${back.left.length}</summary><ul>${back.left.map((one) => html`<li><code>${one.resource}</code> ${one.state}: ${one.because}</li>`)}</ul></details>`}`

const stageItem = (stage: BackStage): Safe =>
  html`<li class="item ${stage.state}"><div><span class="mark" aria-hidden="true">${stage.state === 'back' ? '✓' : stage.state === 'not-back' ? '…' : '·'}</span> <b>${stage.title}</b> <span class="tag">${stage.seconds === undefined ? 'not back' : `after ${durationWords(stage.seconds)}`}</span><br><span class="dim small">since ${clock(stage.from)}</span></div>
<ul class="plain">${stage.resources.map((one) => html`<li><code>${one}</code></li>`)}</ul></li>`
