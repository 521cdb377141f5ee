// Asks again and again how the release stands, and draws anew what has changed: focus, scroll and what is unfolded stay.
const main = document.querySelector('main[data-live]')
const told = document.getElementById('told')
const everyMs = Number(main?.dataset.seconds ?? 6) * 1000
const patienceMs = 60_000
let tag = ''
let pauseMs = everyMs
let timer
/** As the server sent each part: what is on the page may have been unfolded since. */
const sent = new Map()

function tell(text) {
  if (told !== null && told.textContent !== text) told.textContent = text
}

async function ask() {
  clearTimeout(timer)
  try {
    const answer = await fetch(main.dataset.live, {
      cache: 'no-store',
      headers: tag === '' ? {} : { 'If-None-Match': tag },
    })
    if ([401, 403, 404].includes(answer.status)) {
      tell('not shown any more: load the page again')
      return
    }
    if (answer.status !== 200 && answer.status !== 304) throw new Error(`${answer.status}`)
    pauseMs = everyMs
    tell('live')
    if (answer.status === 200) {
      tag = answer.headers.get('ETag') ?? ''
      document.title = decodeURIComponent(answer.headers.get('X-Tidegate-Title') ?? document.title)
      draw(await answer.text())
      if (answer.headers.get('X-Tidegate-Live') === 'no') {
        tell('ended')
        return
      }
    }
  } catch {
    pauseMs = Math.min(patienceMs, pauseMs * 2)
    tell(`no answer; asked again in ${Math.round(pauseMs / 1000)} s`)
  }
  timer = setTimeout(ask, pauseMs)
}

function draw(text) {
  const parts = new DOMParser().parseFromString(text, 'text/html').querySelectorAll('body > section[id]')
  const kept = new Set()
  let former
  for (const part of parts) {
    kept.add(part.id)
    const here = document.getElementById(part.id)
    const html = part.outerHTML
    if (here === null) former === undefined ? main.prepend(part) : former.after(part)
    else if (sent.get(part.id) !== html) replace(here, part)
    sent.set(part.id, html)
    former = document.getElementById(part.id)
  }
  for (const here of main.querySelectorAll(':scope > section[id]')) if (!kept.has(here.id)) here.remove()
}

/** Readers hear the line that says how it stands only when it has changed, so that very element stays where it is. */
function replace(here, part) {
  const first = !sent.has(part.id)
  if (first && here.outerHTML === part.outerHTML) return
  const open = [...here.querySelectorAll('details[open][id]')].map((one) => one.id)
  const focus = pathTo(here, document.activeElement)
  const state = here.querySelector('[role=status]')
  const next = part.querySelector('[role=status]')
  if (state !== null && next !== null) {
    if (state.textContent !== next.textContent) state.textContent = next.textContent
    swapAround(here, part, state, next)
  } else {
    here.replaceChildren(...part.childNodes)
  }
  for (const id of open) document.getElementById(id)?.setAttribute('open', '')
  if (focus !== undefined) at(here, focus)?.focus({ preventScroll: true })
}

/** Everything of a part but one element, on each level down to it. */
function swapAround(here, part, kept, place) {
  let [old, fresh] = [here, part]
  while (old !== kept) {
    const [stay, go] = [childTowards(old, kept), childTowards(fresh, place)]
    for (const node of [...old.childNodes]) if (node !== stay) node.remove()
    const nodes = [...fresh.childNodes]
    stay.before(...nodes.slice(0, nodes.indexOf(go)))
    stay.after(...nodes.slice(nodes.indexOf(go) + 1))
    if (stay !== kept) stay.className = go.className
    ;[old, fresh] = [stay, go]
  }
}

const childTowards = (from, to) => [...from.childNodes].find((node) => node.contains(to))

function pathTo(root, element) {
  if (element === null || !root.contains(element) || element === root) return undefined
  const path = []
  for (let one = element; one !== root; one = one.parentElement)
    path.unshift([...one.parentElement.children].indexOf(one))
  return path
}

const at = (root, path) => path.reduce((one, child) => one?.children[child], root)

if (main !== null) {
  timer = setTimeout(ask, everyMs)
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (!document.hidden && told?.textContent !== 'ended') ask()
  })
}
