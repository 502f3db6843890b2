import { expect, test } from 'vitest'
import { checkNodeVersion, packageVersion } from './version.js'

test('the version is that of the package', () => {
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/u)
})

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('Node %s is new enough', (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow()
})

test.each(['20.18.3', '18.20.0', '8.0.0'])('Node %s is too old', (version) => {
  expect(() => checkNodeVersion(version)).toThrow(`Node 20.19 or later is needed, this is ${version}`)
})
