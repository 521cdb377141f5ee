import { suggest } from '../fault.ts'
import type { Loaded } from '../load.ts'

/** A fault between files, or between parts of one. */
export interface Crossed {
  readonly of: 'plan' | 'environment' | 'manifest' | 'people'
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly why: string
  readonly right: string
}
export type CrossCheck = (
  loaded: Loaded,
  files: { readonly environment: string; readonly manifest: string },
) => Crossed[]

type Path = Crossed['path']

/** One name that must be known, with where it is looked up. */
export const known = (path: Path, word: string, words: readonly string[], where: string): Crossed[] =>
  words.includes(word)
    ? []
    : [
        {
          of: 'plan',
          path,
          what: `"${word}" is not among ${where}`,
          why: 'a name that means nothing is not guessed',
          right: suggest(word, words),
        },
      ]
