import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no small file system can be mounted here; null when it can. */
export function whyNoSmallDisk() {
  if (process.platform !== 'linux') return 'it mounts a small tmpfs, which only Linux has';
  if (process.getuid() !== 0) return 'it mounts a small tmpfs, which only root may';
  const folder = mkdtempSync(join(tmpdir(), 'afterhours-mount-'));
  try {
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], {
      encoding: 'utf8',
    });
    if (status !== 0) return `a small tmpfs cannot be mounted: ${stderr.trim()}`;
    spawnSync('umount', [folder]);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
