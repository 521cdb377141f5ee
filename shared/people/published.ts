import { s3 } from '../clients/s3.ts'
import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import { Directory } from './directory.ts'

/** Where `tidegate publish people` puts the directory, as canonical JSON. */
export const peopleKey = 'people.json'

/**
 * The people as they were published last.
 *
 * @throws {WrongInput} nobody has published any, or not as this Tidegate reads them
 */
export async function publishedPeople(world: World): Promise<Directory> {
  const { GetObjectCommand, S3Client } = await s3(world)
  const where = `s3://${world.home.bucket}/${peopleKey}`
  const told = 'nothing was changed; publish people.yaml: tidegate publish people'
  try {
    const got = await world.send(S3Client, new GetObjectCommand({ Bucket: world.home.bucket, Key: peopleKey }))
    const parsed = Directory.safeParse(JSON.parse((await got.Body?.transformToString()) ?? ''))
    if (parsed.success) return parsed.data
    const { path, message } = parsed.error.issues[0]!
    throw new WrongInput(`${where}: ${path.join('.')}: ${message}; ${told}`)
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongInput(`${where} is no JSON; ${told}`)
    if (!(error instanceof Error) || error.name !== 'NoSuchKey') throw error
    throw new WrongInput(`no people are published at ${where}, so nobody can be asked; ${told}`)
  }
}
