import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { WrongInput } from '../../shared/errors.ts'

export interface Served {
  readonly address: string
  close(): Promise<void>
}

/** What answers a request: a Hono app, or anything like it. */
export interface Answers {
  fetch(request: Request): Response | Promise<Response>
}

/**
 * Serves pages on loopback, to this machine's own browser alone. Another site's page could make that browser ask for
 * `http://its.name:<port>/` and let the name lead here; so the name that is asked for must be ours.
 */
export async function serveLocally(app: Answers, port: number): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        hostname: '127.0.0.1',
        port,
        fetch: (request: Request) => (isOurs(request, server) ? app.fetch(request) : elsewhere()),
      },
      ({ port: taken }) =>
        resolve({
          address: `http://127.0.0.1:${taken}`,
          close: () =>
            new Promise((closed) => {
              server.close(() => closed())
              if ('closeAllConnections' in server) server.closeAllConnections()
            }),
        }),
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      reject(
        taken
          ? new WrongInput(`--port: ${port} cannot be had; nothing was started; say another, or none at all`)
          : error,
      )
    })
  })
}

function isOurs(request: Request, server: { address(): AddressInfo | string | null }): boolean {
  const { port } = server.address() as AddressInfo
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.get('Host') ?? '')
}

const elsewhere = (): Response =>
  new Response('Tidegate answers on this machine only, by the address that it printed.\n', {
    status: 421,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
