/**
 * Runs as a process of its own, as Lambda starts one: <file of the handler> [files loaded on demand …]. Says how many
 * milliseconds after the process's start the handler was there, and how many more each further file took. Plain JavaScript:
 * stripping types would be part of every start.
 */
const [handler, ...onDemand] = process.argv.slice(2)
await import(handler)
const told = [performance.now()]
for (const file of onDemand) {
  const before = performance.now()
  await import(file)
  told.push(performance.now() - before)
}
process.stdout.write(JSON.stringify(told))
process.exit(0)
