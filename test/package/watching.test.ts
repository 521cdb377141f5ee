import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { alarms } from '../../cli/package/alarms.ts'
import { dashboard, metricsMax } from '../../cli/package/dashboard.ts'
import { embeddedMetrics } from '../../shared/evidence/figures.ts'
import { fold } from '../../shared/evidence/fold.ts'
import type { World } from '../../shared/world.ts'
import { answerEvent } from '../../web/lambda.ts'
import { scripted, serveml, story } from '../stories/stage.ts'

const made = Object.values(alarms('blue')).map((one) => one.Properties)
const definitionOf = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, `../../statemachines/${name}.asl.yaml`), 'utf8')) as object
const service = parse(readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8'), {
  logLevel: 'silent',
}) as {
  functions: Record<string, { live?: boolean }>
}
const functions = Object.entries(service.functions).map(([name, { live = false }]) => ({ name, live }))
const body = (dashboard('blue', functions).Properties['DashboardBody'] as { 'Fn::Sub': string })['Fn::Sub']
const widgets = (JSON.parse(body) as { widgets: { properties: { metrics: unknown[][] } }[] }).widgets

describe('the alarms on Tidegate itself', () => {
  it('tell the notices, say what to do, and are of one stage', () => {
    for (const one of made) {
      expect(one['AlarmActions']).toEqual([{ Ref: 'Notices' }])
      expect(one['AlarmDescription']).toContain('docs/guides/operate.md')
      expect(one['AlarmName']).toMatch(/^tidegate-blue-/)
    }
    // As many metrics as CloudWatch watches for nothing.
    expect(made.length).toBeLessThanOrEqual(10)
  })

  it('take silence for good, but for the sweep, whose silence is the fault', () => {
    const silent = (how: string) => made.filter((one) => one['TreatMissingData'] === how).map((one) => one['AlarmName'])
    expect(silent('breaching')).toEqual(['tidegate-blue-sweep-silent'])
    expect(silent('ignore')).toEqual(['tidegate-blue-dead-letters'])
  })

  it('never say that all is well of what only a person ends', () => {
    const quiet = made.filter((one) => one['OKActions'] === undefined).map((one) => one['AlarmName'])
    expect(quiet).toEqual(['release-stuck', 'close-fails', 'rollback-dies'].map((one) => `tidegate-blue-${one}`))
  })

  it('watch the pages by what their API answers: the function tells every failure in words, and so never fails', async () => {
    const pages = made.find((one) => one['AlarmName'] === 'tidegate-blue-pages-fail')
    const requestContext = { domainName: 'tidegate.example', http: { method: 'GET', sourceIp: '192.0.2.7' } }
    const broken = { log: () => {}, store: {} } as never as World
    expect(await answerEvent({ rawPath: '/', requestContext }, broken)).toMatchObject({ statusCode: 500 })
    expect(pages).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: '5xx',
      Dimensions: [{ Name: 'ApiId', Value: { 'Fn::Sub': '${PagesApi}' } }],
    })
  })

  it('watch of a machine what can happen to it: none has a time-out of its own', () => {
    const watched = made.filter((one) => one['Namespace'] === 'AWS/States').map((one) => one['MetricName'])
    expect(watched).toEqual(['ExecutionsFailed', 'ExecutionsFailed'])
    for (const name of ['close', 'rollback'] as const) expect(definitionOf(name)).not.toHaveProperty('TimeoutSeconds')
  })
})

describe('the dashboard', () => {
  it('has no more metrics than are free, with a Slack app too', () => {
    expect(functions.map(({ name }) => name)).toContain('chatops')
    expect(widgets.flatMap(({ properties }) => properties.metrics).length).toBeLessThanOrEqual(metricsMax)
  })
})

describe('a release that ends stuck', () => {
  it('rings, also when nothing of Tidegate lived long enough to write a report', async () => {
    const { faults } = scripted('close-never-succeeds.yaml')
    const { outcome, logs } = await story(await serveml(), faults)
    expect(outcome).toBe('stuck')
    const rings = logs.map(({ facts }) => facts).filter((facts) => facts['Stuck'] === 1)
    expect(rings).not.toEqual([])
    const [stuck] = made
    for (const { Name, Value } of stuck!['Dimensions'] as { Name: string; Value: string }[]) {
      expect(rings[0]).toHaveProperty(Name)
      expect(Value).toMatch(/-ledger$/)
    }
  })
})

describe('the figures that alarms and dashboard read', () => {
  it('are those that a release writes', async () => {
    const { everything } = await story(await serveml(), scripted('alarm-at-25-percent.yaml').faults)
    const written = embeddedMetrics(Metrics, fold(everything!), 'tidegate-blue-ledger', 0)
    const read = [
      ...widgets.flatMap(({ properties }) => properties.metrics),
      ...made.map((one) => [
        one['Namespace'],
        one['MetricName'],
        ...(one['Dimensions'] as { Name: string; Value: string }[]).flatMap(({ Name, Value }) => [Name, Value]),
      ]),
    ].filter(([namespace]) => namespace === 'Tidegate')
    expect(read.length).toBeGreaterThan(8)
    for (const [, name, dimension, value] of read) {
      expect(written, String(name)).toHaveProperty(String(name))
      expect(written[String(dimension)]).toBe(value)
    }
  })
})
