#!/usr/bin/env node
import { keepCompiled } from '../dist/common/compile-cache.js'

keepCompiled()
await import('../dist/cli.js')
