/** Pages of ours that somebody may want to go on to once they are signed in. */
const ours = /^\/(?:s\/[\w-]{1,200}(?:\/room)?|releases\/[\w.:-]{1,200})?$/

/** Where to go on to: a page of ours and nothing else, or the list. Nobody is led elsewhere by a link of ours. */
export const ownPath = (asked: string | undefined): string => (asked !== undefined && ours.test(asked) ? asked : '/')
