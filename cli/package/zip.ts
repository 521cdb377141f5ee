import { type Zippable, zipSync } from 'fflate'

/** Before this the format cannot tell the time; a fixed one makes equal files an equal zip, and so no new version. */
const always = new Date(1980, 0, 1)
/** -rw-r--r-- on Unix: Lambda reads the files as another user than the one who packed them. */
const readable = (0o100644 << 16) >>> 0

/** Packs files so that the same content gives the same bytes, on whatever day and machine. */
export function zipped(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const entries: Zippable = Object.fromEntries(
    sorted.map(([path, bytes]) => [path, [bytes, { mtime: always, os: 3, attrs: readable, level: 9 }]]),
  )
  return zipSync(entries)
}
