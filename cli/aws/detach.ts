export interface Leave {
  /** Whether somebody pressed Ctrl-C. */
  asked(): boolean
  /** Resolves when they do. */
  readonly left: Promise<void>
  readonly words: string
  over(): void
}

/** Ctrl-C ends the watching and nothing else: a release does not live in this process. */
export function detachable(release: string): Leave {
  let asked = false
  let resolve: () => void = () => {}
  const left = new Promise<void>((done) => {
    resolve = done
  })
  const leave = () => {
    asked = true
    resolve()
  }
  process.once('SIGINT', leave)
  return {
    asked: () => asked,
    left,
    words: `you have stopped watching; the release goes on; watch it again: tidegate status ${release} --watch`,
    over: () => process.off('SIGINT', leave),
  }
}
