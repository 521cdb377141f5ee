import { blocker, type Infer } from './port.ts'

export const account: Infer = ({ published: { environment } }) => [
  blocker(
    'account is the right one',
    'account-identity',
    { account: environment.account },
    'the environment names the account',
    'account-identity-expected',
  ),
  blocker('roles allow every call', 'permissions', {}, 'a right that is missing would be found at night'),
  ...(environment.logGroups.length === 0
    ? []
    : [
        blocker(
          'logs are kept',
          'log-group',
          { names: environment.logGroups, minDays: 30 },
          'the environment names log groups',
          'log-groups-exist',
        ),
      ]),
]
