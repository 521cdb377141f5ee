import { html, type Safe } from '../shared/evidence/html/html.ts'
import { script, stylesheet } from './assets.ts'

export interface Page {
  readonly title: string
  readonly body: Safe
  /** Where the name in the header leads, and what is there. */
  readonly home?: { readonly path: string; readonly text: string }
  /** Asked again and again while it is shown; absent: the page stays as it is. */
  readonly live?: { readonly path: string; readonly seconds: number }
}

/** One whole page. It works without the script, which only saves loading it again. */
export function page({ title, body, home, live }: Page): string {
  const name = html`<span class="word">Tidegate</span>`
  const again = live && html`<noscript><meta http-equiv="refresh" content="${live.seconds * 3}"></noscript>`
  const shown = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${stylesheet.path}">${live && html`<script src="${script.path}" defer></script>`}${again}</head><body>
<a class="skip" href="#main">Skip to the content</a><header class="site"><div>${home === undefined ? name : html`<a href="${home.path}">${name} <span class="dim">${home.text}</span></a>`}<span id="told" class="small dim">${live && 'live'}</span></div></header>
<main id="main" tabindex="-1"${live && html` data-live="${live.path}" data-seconds="${live.seconds}"`}>${body}</main></body></html>`
  return `${shown.text}\n`
}
