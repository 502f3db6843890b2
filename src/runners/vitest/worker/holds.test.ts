import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import fs from 'node:fs'
import { createServer } from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watchHolds } from './holds.js'

const heard: string[] = []
const folder = join(fs.mkdtempSync(join(tmpdir(), 'mutate-holds-')), 'build-0123456789ab')

beforeAll(() => {
  fs.mkdirSync(folder)
  watchHolds(folder, (what) => { heard.push(what) })
  return () => { fs.rmSync(dirname(folder), { recursive: true }) }
})
beforeEach(() => { heard.length = 0 })

describe('held is', () => {
  it('what is written at a fixed place, with callbacks, promises and at once', async () => {
    const at = (name: string): string => join(folder, name)
    fs.writeFileSync(at('a'), '')
    await fs.promises.appendFile(at('b'), '')
    fs.renameSync(at('a'), at('c'))
    fs.copyFileSync(at('b'), at('d'))
    fs.closeSync(fs.openSync(at('e'), 'w'))
    await new Promise((done) => { fs.mkdir(at('f'), done) })
    expect(heard).toEqual(['a', 'b', 'a', 'c', 'd', 'e', 'f'].map(at))
  })

  it('a port or a socket that is named again', async () => {
    const at = join(folder, 'socket')
    const open = async (): Promise<void> => {
      const servers = [net.createServer().listen(34_871), createServer().listen({ port: '34872' }), net.createServer().listen(at)]
      const socket = dgram.createSocket('udp4').bind(34_873)
      const all = [...servers, socket]
      await Promise.all(all.map((each) => new Promise<void>((done) => { each.on('listening', () => { each.close(done) }) })))
    }
    await open()
    expect(heard).toEqual([])
    await open()
    expect(heard).toEqual(['port 34871', 'port 34872', at, 'port 34873'])
  })

  it('whatever processes do', () => {
    childProcess.spawnSync(process.execPath, ['--version'])
    expect(heard).toEqual(['processes'])
  })
})

describe('nothing is held', () => {
  it('by reading, below a new folder, and at places that another run does not name', async () => {
    fs.readdirSync(folder)
    fs.closeSync(fs.openSync(folder, 'r'))
    for (const own of [fs.mkdtempSync(join(folder, 'own-')), await fs.promises.mkdtemp(join(folder, 'own-'))]) fs.writeFileSync(join(own, 'a'), '')
    for (const name of [Date.now(), crypto.randomUUID()]) fs.mkdirSync(join(folder, `run-${name}`))
    expect(heard).toEqual([])
  })

  it('by ports that the system chooses', () => {
    const servers = [createServer().listen(0), createServer().listen(), net.createServer().listen({ port: 0, host: '127.0.0.1' })]
    for (const server of servers) server.close()
    expect(heard).toEqual([])
  })
})
