/** Runs as a process of its own, as Lambda does it: <entry file> <event>, and what the handler did as JSON on the last line. */
const [entry, event] = process.argv.slice(2) as [string, string]
const { handler } = (await import(entry)) as { handler: (event: unknown, context: object) => Promise<unknown> }
const context = {
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:tidegate-test-preflight:7',
  getRemainingTimeInMillis: () => 20_000,
}
const told = await handler(JSON.parse(event), context).then(
  (output) => ({ output }),
  (error: Error) => ({ error: error.name, message: error.message }),
)
process.stdout.write(`\n${JSON.stringify(told)}\n`)
process.exit(0)
