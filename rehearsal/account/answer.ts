/** What an operation answers: the SDK's output, which its client completes with `$metadata`. */
export type Answer<Output> = Omit<Output, '$metadata'>
