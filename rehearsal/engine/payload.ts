/**
 * A JSON value together with its text.
 *
 * History, size quota and the next state's input all need the text of the same value. It is made once, and values are
 * never changed after they were put into a payload, so nobody needs a copy.
 */
export class Payload {
  readonly value: unknown
  #text: string | undefined

  constructor(value: unknown, text?: string) {
    this.value = value
    this.#text = text
  }

  /** A payload that shares nothing with the caller's value, and holds only what JSON can hold. */
  static copyOf(value: unknown): Payload {
    const text = JSON.stringify(value) ?? 'null'
    return new Payload(JSON.parse(text), text)
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.value)
    return this.#text
  }

  /** Whether the text takes more UTF-8 bytes than allowed. */
  exceeds(bytes: number): boolean {
    // A UTF-16 unit takes at most three bytes of UTF-8, so short texts need no count.
    return this.text.length * 3 > bytes && Buffer.byteLength(this.text) > bytes
  }
}

/** An array of payloads as one payload; its text is put together from theirs. */
export function joined(parts: readonly Payload[]): Payload {
  return new Payload(
    parts.map(({ value }) => value),
    `[${parts.map(({ text }) => text).join(',')}]`,
  )
}
