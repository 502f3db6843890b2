import { describe, expect, it } from 'vitest'
import { mapPaths } from './checkout.js'

function map(written: string[], root: string, here: string[]): Record<string, string> {
  return Object.fromEntries(mapPaths(written, root, (path) => here.includes(path)))
}

describe('paths of coverage', () => {
  it('are taken as they are below the root or relative to it', () => {
    expect(map(['/me/app/src/a.ts', 'src/b.ts', './src/../src/c.ts'], '/me/app', ['src/a.ts', 'src/b.ts', 'src/c.ts'])).toEqual({
      '/me/app/src/a.ts': 'src/a.ts', 'src/b.ts': 'src/b.ts', './src/../src/c.ts': 'src/c.ts',
    })
  })

  it('are found again when another checkout wrote them', () => {
    expect(map(['/ci/build/7/src/a.ts', '/ci/build/7/src/sub/b.ts', '/ci/build/7/gone.ts'], '/me/app', ['src/a.ts', 'src/sub/b.ts']))
      .toEqual({ '/ci/build/7/src/a.ts': 'src/a.ts', '/ci/build/7/src/sub/b.ts': 'src/sub/b.ts' })
  })

  it('may have Windows separators, drive letters and be file URLs', () => {
    expect(map(['C:\\ci\\app\\src\\a.ts', 'file:///C:/ci/app/src/b%20c.ts'], '/me/app', ['src/a.ts', 'src/b c.ts']))
      .toEqual({ 'C:\\ci\\app\\src\\a.ts': 'src/a.ts', 'file:///C:/ci/app/src/b%20c.ts': 'src/b c.ts' })
    expect(map(['D:\\app\\src\\a.ts'], 'D:\\app', ['src/a.ts'])).toEqual({ 'D:\\app\\src\\a.ts': 'src/a.ts' })
  })

  it('keep to one checkout: the longest common end wins, a file of the same name elsewhere does not', () => {
    const here = ['index.ts', 'src/a.ts', 'src/index.ts']
    expect(map(['/ci/app/src/a.ts', '/ci/app/src/index.ts', '/ci/app/lib/index.ts'], '/me/clone', here))
      .toEqual({ '/ci/app/src/a.ts': 'src/a.ts', '/ci/app/src/index.ts': 'src/index.ts' })
  })

  it('belong to the package that is meant in a repository of several', () => {
    const written = ['/ci/repo/packages/one/src/index.ts', '/ci/repo/packages/two/src/index.ts', '/ci/repo/packages/two/src/x.ts']
    expect(map(written, '/me/repo/packages/one', ['src/index.ts', 'src/x.ts'])).toEqual({ [written[0]!]: 'src/index.ts' })
    expect(map(['packages/one/src/index.ts'], '/me/repo/packages/one', ['src/index.ts']))
      .toEqual({ 'packages/one/src/index.ts': 'src/index.ts' })
  })

  it('are left out when nothing here has their name', () => {
    expect(map(['/ci/other/lib/z.ts', ''], '/me/app', ['src/a.ts'])).toEqual({})
  })
})
