/** Loaded into each test process before anything else: the global that instrumented code talks to, every mutant asleep. */
import { createRealmGlobal } from '../../dist/instrument/realm-global.js'

globalThis.__mut = createRealmGlobal()
