import { Metrics } from '@aws-lambda-powertools/metrics'
import { describe, expect, it } from 'vitest'
import { alarms } from '../../cli/package/alarms.ts'
import { dashboard } from '../../cli/package/dashboard.ts'
import { embeddedMetrics } from '../../shared/evidence/figures.ts'
import { fold } from '../../shared/evidence/fold.ts'
import { scripted, serveml, story } from '../stories/stage.ts'

const made = Object.values(alarms('blue')).map((one) => one.Properties)
const body = (dashboard('blue', ['admit', 'cutover']).Properties['DashboardBody'] as { 'Fn::Sub': string })['Fn::Sub']
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
    const silence = made.filter((one) => one['TreatMissingData'] === 'breaching').map((one) => one['AlarmName'])
    expect(silence).toEqual(['tidegate-blue-sweep-silent'])
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
