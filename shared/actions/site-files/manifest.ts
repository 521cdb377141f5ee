import * as z from 'zod/mini'

/** `manifest.json` beside a site's files, uploaded last by CI: keys are relative to the prefix. */
export const SiteManifest = z.object({
  files: z
    .array(
      z.object({
        key: z.string().check(z.minLength(1)),
        contentType: z.string().check(z.minLength(1)),
        cacheControl: z.string(),
        etag: z.optional(z.string()),
      }),
    )
    .check(z.minLength(1, 'a site of no files serves nobody')),
})
export type SiteManifest = z.infer<typeof SiteManifest>
