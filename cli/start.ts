import { enableCompileCache } from 'node:module'

// Before anything else is loaded, as in bin.ts.
enableCompileCache()
const { start } = await import('./start/two-nights.ts')
const { tell } = await import('./main.ts')
process.exitCode = await start().catch(tell)
