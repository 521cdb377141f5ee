import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { lambda } from '../clients/lambda.ts'
import { ledger as open } from '../ledger/index.ts'
import { publishedPeople } from '../people/published.ts'
import type { World } from '../world.ts'
import { slackApi } from './api.ts'
import { readCommand } from './commands.ts'
import { type FormMeta, reasonForm } from './forms.ts'
import { type Asked, readRequest } from './payload.ts'
import { sealOf } from './seal.ts'
import { type SlackSecret, slackSecret } from './secret.ts'
import { signedBySlack } from './signature.ts'
import { asTypedHere } from './text.ts'
import { type Member, NotForYou, personIn } from './who.ts'
import type { Said } from './words.ts'
import type { Work } from './work-input.ts'

/** One request to POST /slack, as the HTTP API hands it over (payload format 2.0). */
export const HttpEvent = z.object({
  version: z.literal('2.0'),
  headers: z._default(z.record(z.string(), z.optional(z.string())), {}),
  body: z.optional(z.string()),
  isBase64Encoded: z._default(z.boolean(), false),
  requestContext: z.object({ http: z.object({ method: z.string(), path: z.string() }) }),
})

export interface HttpResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Slack's bodies are a few KB; nobody reads more before it is known whose they are. */
const bodyBytesMax = 200_000

/**
 * Answers Slack within its three seconds: whose request it is, and what is to be done. Doing it is left to an
 * invocation of its own; only a form is opened here, because Slack lets nobody do it later.
 */
export async function answerSlack(event: z.infer<typeof HttpEvent>, world: World): Promise<HttpResult> {
  if (event.requestContext.http.method !== 'POST') return { statusCode: 405, headers: { allow: 'POST' }, body: '' }
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > bodyBytesMax) return unproved
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const secret = await provedBy(world, headers, bytes)
  if (secret === undefined) return unproved
  const asked = readRequest(bytes.toString('utf8'))
  try {
    return await answer(world, asked, secret, deliveryOf(headers))
  } catch (error) {
    const said = error instanceof Error ? error : new Error(String(error))
    // Lines of these three are made for whoever asked.
    const plainly = said instanceof NotForYou || /^(WrongInput|NotPossible)$/.test(said.name)
    if (!plainly) world.log('error', `Slack's request was not taken on: ${said.name}: ${said.message}`)
    return tell(
      plainly
        ? asTypedHere(said.message)
        : 'Tidegate could not take this on; nothing was done; try again, or use the command line',
    )
  }
}

const unproved: HttpResult = { statusCode: 401, headers: {}, body: '' }
const empty: HttpResult = { statusCode: 200, headers: {}, body: '' }
const json = (value: object): HttpResult => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
/** Seen by whoever asked and by nobody else. */
const tell = (text: string): HttpResult => json({ response_type: 'ephemeral', text })

/** Fails closed: without a secret, or without an answer of who keeps it, nothing is Slack's. */
async function provedBy(
  world: World,
  headers: Record<string, string | undefined>,
  bytes: Uint8Array,
): Promise<SlackSecret | undefined> {
  // What could be no signature at all costs no call.
  const shape = signedBySlack(headers, bytes, '-'.repeat(16), world.now())
  if (!shape.signed && shape.because !== 'its signature is wrong') {
    world.log('warn', `a request to /slack was refused: ${shape.because}`, { ageSeconds: shape.ageSeconds })
    return undefined
  }
  try {
    const secret = await slackSecret(world)
    const signed = signedBySlack(headers, bytes, secret.signingSecret, world.now())
    if (signed.signed) return secret
    // After a rotation in Slack's console this is every request: the age tells it from a wrong clock.
    world.log('error', `a request to /slack was refused: ${signed.because}`, { ageSeconds: signed.ageSeconds })
  } catch (error) {
    world.log('error', `nothing of Slack can be proved: ${error instanceof Error ? error.message : String(error)}`)
  }
  return undefined
}

/** The same bytes again are the same delivery. */
const deliveryOf = (headers: Record<string, string | undefined>): string =>
  createHash('sha256')
    .update(`${headers['x-slack-request-timestamp']}:${headers['x-slack-signature']}`)
    .digest('hex')
    .slice(0, 32)

async function answer(world: World, asked: Asked, secret: SlackSecret, delivery: string): Promise<HttpResult> {
  switch (asked.is) {
    case 'nothing':
      return empty
    case 'unfinished':
      return json({ response_action: 'errors', errors: { [asked.block]: asked.because } })
    case 'said':
      await handOn(world, asked.said, asked, delivery, secret)
      return empty
    case 'form':
      return openForm(world, asked.form, asked.from, asked.trigger, secret)
    case 'command': {
      const words = readCommand(asked.text)
      if ('tell' in words) return tell(words.tell)
      if ('form' in words) {
        const { release, gate } = words.form
        const found = await open(world.store).gate(release, gate)
        if (found === undefined)
          return tell(
            `Release ${release} has no gate "${gate}" open; nothing was done; \`/tidegate status ${release}\` names them`,
          )
        const reject = { release, gate, signedDigest: found.signedDigest }
        return openForm(
          world,
          { reject, ...(asked.answer !== undefined && { answer: asked.answer }) },
          asked.from,
          asked.trigger,
          secret,
        )
      }
      await handOn(world, words.do, asked, delivery, secret)
      return tell('On it…')
    }
  }
}

/** Invokes this very function once more, and does not wait. */
async function handOn(
  world: World,
  said: Said,
  { from, answer: to }: { from: Member; answer?: string },
  delivery: string,
  secret: SlackSecret,
): Promise<void> {
  const { InvokeCommand, LambdaClient } = await lambda(world)
  const unsealed = {
    do: 'work',
    at: world.now(),
    said,
    from,
    delivery,
    ...(to !== undefined && { answer: to }),
  } as const
  const work: Work = { ...unsealed, seal: sealOf(unsealed, secret) }
  await world.send(
    LambdaClient,
    new InvokeCommand({
      FunctionName: world.self.arn,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(work)),
    }),
  )
}

async function openForm(
  world: World,
  form: FormMeta,
  from: Member,
  trigger: string | undefined,
  secret: SlackSecret,
): Promise<HttpResult> {
  if (trigger === undefined) return empty
  personIn(await publishedPeople(world), from)
  const api = await slackApi(world, secret)
  await api.call('views.open', (client) => client.views.open({ trigger_id: trigger, view: reasonForm(form) }))
  return empty
}
