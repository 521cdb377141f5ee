#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Types are stripped and modules compiled once, not at every start: a third of the time until the first line.
enableCompileCache()
const { main } = await import('./main.ts')
const { exitCodes } = await import('./exit-codes.ts')
const code = await main(process.argv.slice(2))
process.exitCode = code
// Whoever stopped watching is not kept waiting for the next look.
if (code === exitCodes.open) process.stdout.write('', () => process.exit(code))
