import { Command } from 'commander'
import { answerCommand } from './commands/answer.ts'
import { approveCommand } from './commands/approve.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evidenceCommand } from './commands/evidence.ts'
import { figuresCommand } from './commands/figures.ts'
import { haltCommand } from './commands/halt.ts'
import { localCommand } from './commands/local.ts'
import { planCommand } from './commands/plan.ts'
import { publishCommand } from './commands/publish.ts'
import { rehearseCommand } from './commands/rehearse.ts'
import { rejectCommand } from './commands/reject.ts'
import { releaseCommand } from './commands/release.ts'
import { resolveCommand } from './commands/resolve.ts'
import { rollbackCommand } from './commands/rollback.ts'
import { roomCommand } from './commands/room.ts'
import { statusCommand } from './commands/status.ts'
import { exitCodesHelp } from './exit-codes.ts'
import { version } from './version.ts'

/** Told how a command ended. */
export type Ended = (code: number) => void

/** In the order of a release's life; one line per command. */
const commands = [
  rehearseCommand,
  roomCommand,
  planCommand,
  publishCommand,
  releaseCommand,
  statusCommand,
  approveCommand,
  rejectCommand,
  haltCommand,
  answerCommand,
  rollbackCommand,
  resolveCommand,
  evidenceCommand,
  figuresCommand,
  doctorCommand,
  localCommand,
] as const

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
  for (const command of commands) tidegate.addCommand(command(ended))
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
  tidegate room serveml                                      watch one in a browser
  tidegate plan plans/serveml --version 2.4.0                what a release would do, and how it would go back
  tidegate release serveml --version 2.4.0 --watch           on AWS: start it, and follow it
  tidegate doctor                                            whether the deployed Tidegate is well
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
