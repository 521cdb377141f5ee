import '@aws-sdk/signature-v4a'
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { globally } from './target.ts'

interface Entry {
  readonly store: string
  readonly key: string
}

export async function readEntry({ store, key }: Entry, world: World): Promise<string> {
  try {
    const input = { KvsARN: store, Key: key }
    return (await world.send(CloudFrontKeyValueStoreClient, new GetKeyCommand(input), globally)).Value ?? ''
  } catch (error) {
    if (!isCalled(error, 'ResourceNotFoundException')) throw error
    const why = `there is no such store, or no key "${key}" in it; write the key, pointing at what is live, then release again`
    throw new ChangeFailed(store, why)
  }
}

/** The ETag is the whole store's, and is read before the value: then a swap that succeeds swapped that very value. */
export async function readETag({ store }: Entry, world: World): Promise<string> {
  const input = { KvsARN: store }
  return (await world.send(CloudFrontKeyValueStoreClient, new DescribeKeyValueStoreCommand(input), globally)).ETag ?? ''
}

/** @returns whether it was taken; not, when any key of the store has changed since the ETag was read */
export async function putEntry({ store, key }: Entry, value: string, eTag: string, world: World): Promise<boolean> {
  const input = { KvsARN: store, Key: key, Value: value, IfMatch: eTag }
  try {
    await world.send(CloudFrontKeyValueStoreClient, new PutKeyCommand(input), globally)
    return true
  } catch (error) {
    // The documentation names no error for an ETag that does not match; "Pre-Condition failed" has been seen too.
    const mismatch = isCalled(error, 'ValidationException') && /pre-?condition/i.test((error as Error).message)
    if (!mismatch && !isCalled(error, 'ConflictException', 'PreconditionFailed')) throw error
    return false
  }
}
