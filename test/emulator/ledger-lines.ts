import type { Item } from '../../shared/ledger/store.ts'

/** What happens as often as somebody looks. */
const looks = new Set(['look', 'traffic'])

/** The ledger of a release in words, ids and times aside: each line with what it is about and how it ended. */
export function lines(items: readonly Item[], release: string): string[] {
  return items.flatMap((item) => line(item, release)).sort()
}

function line(item: Item, release: string): string[] {
  const key = String(item.sk)
  const [what] = key.split('#')
  switch (what) {
    case 'EVENT':
      return looks.has(String(item['what'])) ? [] : [`EVENT ${String(item['what'])}`]
    case 'WAIT':
      return [`${key.replace(`/${release}`, '/<release>')}: ${answer(item)}`]
    case 'HEARD':
      return [what]
    case 'RELEASE':
      return [`${key}: ${String(item['outcome'])}, ${item['keptAt'] === undefined ? 'not kept' : 'kept'}`]
    default: {
      const end = item['state'] ?? item['verdict'] ?? item['decision'] ?? item['answer'] ?? 'there'
      return [`${key}: ${String(end)}`]
    }
  }
}

function answer({ answer, answeredAt }: Item): string {
  if (answeredAt === undefined) return 'unanswered'
  const { error } = (answer ?? {}) as { error?: string }
  return error ?? 'well'
}
