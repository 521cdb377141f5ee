import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import type { Service } from './port.ts'

const pageMax = 50

/** Log groups and how long they keep their lines. */
export class CloudWatchLogs implements Service {
  readonly client = 'CloudWatchLogs'
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  readonly operations = {
    DescribeLogGroups: (input: DescribeLogGroupsCommandInput): Answer<DescribeLogGroupsCommandOutput> => {
      const {
        logGroupNamePrefix: prefix = '',
        logGroupNamePattern: pattern = '',
        limit = pageMax,
        nextToken = '0',
      } = input
      const found = Object.keys(this.#account.state.logs)
        .filter((name) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
        .sort()
      const from = Number(nextToken)
      return {
        logGroups: found.slice(from, from + limit).map((logGroupName) => ({
          logGroupName,
          arn: this.#account.arn('logs', `log-group:${logGroupName}:*`),
          retentionInDays: this.#account.state.logs[logGroupName]?.days,
          storedBytes: 0,
        })),
        ...(found.length > from + limit && { nextToken: String(from + limit) }),
      }
    },
  }
}
