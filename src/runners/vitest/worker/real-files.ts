/** Node's functions for files, taken before anybody stands in front of them: what a worker does itself is nothing that tests have done. */
import fs from 'node:fs'

export const { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } = fs
