import { blocker, type Infer, watched } from './port.ts'

/** Alarms must be able to see and to call somebody beforehand, and stay quiet while users move. */
export const alarms: Infer = ({ published: { plan, environment } }) => {
  const ask = { alarms: environment.alarms }
  const why = 'the environment names alarms'
  return [
    blocker('alarms can see, and call somebody', 'alarms-ready', ask, why, 'alarm-actions-routed'),
    watched('alarms are quiet', 'cloudwatch-alarm', ask, why, 'alarms-quiet'),
    ...(plan.watch?.neighbours ?? []).map((alarm) => ({
      ...watched(`neighbour ${alarm}`, 'cloudwatch-alarm', { alarms: [alarm] }, 'the plan names it as a neighbour'),
      onFail: 'neighbour' as const,
    })),
  ]
}
