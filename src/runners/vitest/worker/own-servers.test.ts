import { once } from 'node:events'
import { createServer, get } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { watchConnections } from './own-servers.js'

let heard = 0
beforeAll(() => { watchConnections((isOwn) => { if (!isOwn) heard++ }) })
beforeEach(() => { heard = 0 })

/** How many connections elsewhere are heard of while a server of this process is asked in these ways. */
async function ask(server: net.Server, ...ways: (() => net.Socket | ReturnType<typeof get>)[]): Promise<number> {
  await once(server, 'listening')
  for (const way of ways) {
    const asked = way()
    await once(asked, asked instanceof net.Socket ? 'connect' : 'response')
    asked.destroy()
  }
  server.close()
  return heard
}

it('a connection to a server of the same process leads nowhere else', async () => {
  const server = createServer((_, response) => { response.end() }).listen(0)
  const port = () => (server.address() as AddressInfo).port
  expect(await ask(server,
    () => net.connect(port()), () => net.connect(port(), '127.0.0.1'), () => new net.Socket().connect({ port: port(), host: 'localhost' }),
    () => get(`http://localhost:${port()}/`), () => get({ port: port() }))).toBe(0)
  const path = join(tmpdir(), `mutate-own-${process.pid}.sock`)
  expect(await ask(net.createServer().listen(path), () => net.connect(path), () => net.connect({ path }))).toBe(0)
})

it('fetch asks a server of the same process', async () => {
  const server = createServer((_, response) => { response.end('here') }).listen(0)
  await once(server, 'listening')
  expect(await (await fetch(`http://localhost:${(server.address() as AddressInfo).port}/`)).text()).toBe('here')
  server.close()
  expect(heard).toBe(0)
})

it('any other connection leads elsewhere', async () => {
  const elsewhere = net.connect(9, '127.0.0.1')
  elsewhere.on('error', () => undefined)
  expect(heard).toBe(1)
  const named = net.connect({ port: 80, host: 'example.invalid' })
  named.on('error', () => undefined)
  named.destroy()
  expect(heard).toBe(2)
  await expect(fetch('http://127.0.0.1:59999/')).rejects.toThrow()
  expect(heard).toBeGreaterThan(2)
})
