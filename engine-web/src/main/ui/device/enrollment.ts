/** What an administrator runs on a Windows device, in the folder of the unpacked distribution. */
export const installCommand = (engine: string, code: string): string =>
  `powershell -ExecutionPolicy Bypass -File Borealis.ps1 -EngineUrl ${engine} -EnrollmentCode ${code}`;

/** The key as the agent's log on the device names it. */
export const keyInLog = (fingerprint: string): string => `ed25519:${fingerprint.slice(0, 16)}`;

/** In groups that an eye can compare. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ');

export type CodeState = 'usable' | 'revoked' | 'used_up' | 'expired';

/** Why nobody enrols with it any more, if so. */
export function codeState(code: { usable: boolean; revoked_at?: string | null; uses_left: number }): CodeState {
  if (code.usable) return 'usable';
  if (code.revoked_at) return 'revoked';
  return code.uses_left === 0 ? 'used_up' : 'expired';
}
