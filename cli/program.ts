import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { localCommand } from './commands/local.ts'
import { planCommand } from './commands/plan.ts'
import { rehearseCommand } from './commands/rehearse.ts'
import { exitCodesHelp } from './exit-codes.ts'

/** Told how a command ended. */
export type Ended = (code: number) => void

/** Every command, one file each in commands/. What a command needs is loaded when it runs. */
export function program(ended: Ended): Command {
  const tidegate = new Command('tidegate')
    .description(
      'Makes a production deployment checklist one execution, and rehearses it on this machine: in virtual time, ' +
        'with a simulated AWS account, and with everything going wrong that you ask for.',
    )
    .version(version(), '-V, --version', 'print the version of Tidegate')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    // So that `rehearse --version 2.4.0` is the version that is rehearsed.
    .enablePositionalOptions()
    .addHelpText('after', `${examples}${exitCodesHelp}`)
  for (const command of [rehearseCommand(ended), planCommand(ended), localCommand(ended)]) tidegate.addCommand(command)
  for (const command of [tidegate, ...tidegate.commands]) oneLine(command)
  tidegate.action(() => {
    const [word] = tidegate.args
    if (word === undefined) tidegate.outputHelp()
    else unknown(tidegate, word)
  })
  tidegate.allowExcessArguments()
  return tidegate
}

const examples = `
Examples:
  tidegate rehearse serveml                                  one release, as it should go
  tidegate rehearse serveml --faults events/faults/alarm-at-25-percent.yaml
  tidegate rehearse serveml --kill-everywhere                die at every call, and end well each time
  tidegate plan plans/serveml --version 2.4.0                what a release would do, and how it would go back
`

/** Wrong words are answered in one line that says what was probably meant, and end with the code for wrong input. */
function oneLine(command: Command): void {
  command.exitOverride()
  command.showSuggestionAfterError()
  command.configureOutput({
    outputError: (text, write) => {
      const line = text
        .replace(/^error: /, '')
        .replaceAll('\n', ' ')
        .trim()
      write(`${line.replace(/\s*\((Did|did) you mean (.+?)\?\)$/, '; did you mean $2?')}\n`)
    },
  })
}

function unknown(tidegate: Command, word: string): never {
  const known = tidegate.commands.map((command) => command.name())
  const near = known.find((name) => name.startsWith(word.slice(0, 2)) || word.startsWith(name.slice(0, 2)))
  const right = near === undefined ? `commands are ${known.join(', ')}` : `did you mean ${near}?`
  tidegate.error(`unknown command '${word}'; ${right}`)
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
