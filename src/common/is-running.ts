/** Whether a process is there. */

/** @param pid its number; another process may have it by now */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be asked, and so it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
