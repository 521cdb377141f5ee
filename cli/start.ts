import { enableCompileCache } from 'node:module'

// Before anything else is loaded, as in bin.ts.
enableCompileCache()
const { tell } = await import('./main.ts')
process.exitCode = await import('./start/two-nights.ts').then(({ start }) => start()).catch(tell)
