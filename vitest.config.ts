import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** They take longest. One that begins last keeps one core waiting for the other. */
const longest = ['stories/scripted', 'contracts/ledger-dynamodb', 'stories/seeds', 'cli/exit-codes', 'cli/wrong-files']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores, two workers: the default leaves one of them idle.
    maxWorkers: 2,
    // Files of one worker share their modules: loading them again for each costs as much as half the tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
