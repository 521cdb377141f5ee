import { join } from 'node:path'
import { durationWords } from '../../shared/evidence/duration-words.ts'
import { evidenceFolder, writeEvidence } from '../evidence-files.ts'
import { exitCodes } from '../exit-codes.ts'
import { readFaults } from '../fault-file.ts'
import { perform } from '../perform.ts'
import { usualSeed } from '../rehearse-once.ts'
import { type Report, resultText } from '../result.ts'
import { openScene } from '../scene.ts'
import { coloursFor } from '../terminal.ts'

const system = 'serveml'
const badNight = 'events/faults/alarm-at-25-percent.yaml'

/** What `npm start` shows: a release as it should go, the same one as it should go wrong, and where to read on. */
export async function start(): Promise<number> {
  const colours = coloursFor(process.stdout)
  const say = (text: string) => process.stdout.write(text)
  const opened = await openScene(system, {})
  const { scene, resolved } = opened
  const title = (text: string) => say(`\n${colours.bold(colours.cyan(`  ${text}`))}\n`)

  const night = async (faultFiles: readonly string[]): Promise<Report> => {
    const { specs, expected } = readFaults(faultFiles)
    const performed = await perform({
      opened,
      seed: usualSeed,
      faults: specs,
      ...(expected !== undefined && { expected }),
      show: true,
      ask: false,
    })
    const written = await writeEvidence(performed.run, evidenceFolder(performed.run, faultFiles, undefined))
    const repeat = ['npm run tidegate -- rehearse', system, ...faultFiles.flatMap((file) => ['--faults', file])]
    const report = { performed, written, repeat: repeat.join(' ') }
    say(resultText(report))
    return report
  }

  say(
    `\n  ${colours.bold('Tidegate')} rehearses ${system} ${scene.version}: users go from ${resolved.sides.live} to ${resolved.sides.next}.\n`,
  )
  say('  The account is simulated and the clock is virtual; state machines and handlers are the real ones.\n')
  title('1 of 2  A release as it should go')
  const good = await night([])
  title('2 of 2  The same release; the error-rate alarm goes off while a quarter of the users has moved')
  const bad = await night([badNight])
  const wrong = [...complaints(good, 'released'), ...complaints(bad, 'rolled-back'), ...lateness(bad)]
  say(summary(good, bad))
  for (const one of wrong) say(`  ${colours.red(`NOT AS IT SHOULD BE: ${one}`)}\n`)
  return wrong.length === 0 ? exitCodes.released : exitCodes.broken
}

function complaints({ performed: { run, broken } }: Report, expected: string): string[] {
  return [
    ...(run.outcome === expected
      ? []
      : [`it ended ${run.outcome ?? 'without an outcome'}, not ${expected}: ${run.because}`]),
    ...(broken === undefined ? [] : [`${broken.property}: ${broken.because}`]),
  ]
}

function lateness({ written: { evidence } }: Report): string[] {
  const back = evidence?.back
  if (back === undefined) return ['the second run has no way back in its evidence']
  const late = (what: string, { seconds, limitSeconds }: { seconds?: number | undefined; limitSeconds: number }) => {
    if (seconds === undefined) return [`${what} did not come back`]
    return seconds <= limitSeconds
      ? []
      : [`${what} came back after ${durationWords(seconds)}, allowed ${durationWords(limitSeconds)}`]
  }
  return [...late('users', back.traffic), ...late('everything', back.everything)]
}

function summary(good: Report, bad: Report): string {
  const back = bad.written.evidence?.back
  const took = (seconds: number | undefined) => (seconds === undefined ? 'never' : durationWords(seconds))
  const lines = [
    back &&
      `Users were back on ${bad.written.evidence?.sides.live} after ${took(back.traffic.seconds)} (the plan allows ${took(back.traffic.limitSeconds)}),`,
    back &&
      `everything was undone after ${took(back.everything.seconds)} (the plan allows ${took(back.everything.limitSeconds)}).`,
    '',
    'The evidence of both nights, one page each, and the same as JSON:',
    ...[good, bad].flatMap(({ written: { files } }) => (files ? [`  ${files.html}`, `  ${files.json}`] : [])),
    '',
    'What now? Read the second report in a browser, then:',
    `  npm run tidegate -- room ${system}                    watch one as it goes, in a browser`,
    `  npm run tidegate -- rehearse ${system} --seed 8841   something else goes wrong`,
    `  npm run tidegate -- rehearse ${system} --ask         you are asked at the gates`,
    `  npm run tidegate -- plan ${join('plans', system)}             what it would do, and how it would go back`,
    '  docs/start.md                                      from here to a plan of your own',
  ]
  return `${lines.flatMap((line) => (line === undefined ? [] : [`  ${line}`.trimEnd()])).join('\n')}\n\n`
}
