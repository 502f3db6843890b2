/** Node's functions for files, past all who stand in front of them: what a worker does itself is nothing that tests have done. */
import fs from 'node:fs'

let depth = 0

/** Whether one of these is at work: some call others by the names at which somebody may stand. */
export function isAtWork(): boolean {
  return depth > 0
}

function own<F extends (...args: never[]) => unknown>(original: F): F {
  return ((...args: never[]) => {
    depth++
    try {
      return original(...args)
    } finally {
      depth--
    }
  }) as F
}

export const [chmodSync, closeSync, existsSync, linkSync, lstatSync, mkdirSync] = [own(fs.chmodSync), own(fs.closeSync), own(fs.existsSync), own(fs.linkSync), own(fs.lstatSync), own(fs.mkdirSync)]
export const [openSync, readdirSync, readFileSync, readlinkSync, realpathSync] = [own(fs.openSync), own(fs.readdirSync), own(fs.readFileSync), own(fs.readlinkSync), own(fs.realpathSync)]
export const [renameSync, rmdirSync, rmSync, statSync, symlinkSync, unlinkSync] = [own(fs.renameSync), own(fs.rmdirSync), own(fs.rmSync), own(fs.statSync), own(fs.symlinkSync), own(fs.unlinkSync)]
export const [writeFileSync, writeSync] = [own(fs.writeFileSync), own(fs.writeSync)]
