// A certificate of one day for WSS on loopback.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { scratchDir } from './paths.ts'

export function makeCertificate(): { certificate: string; key: string } {
  mkdirSync(scratchDir, { recursive: true })
  const key = join(scratchDir, 'privkey.pem')
  const certificate = join(scratchDir, 'fullchain.pem')
  const subject = ['-subj', '/CN=pbx.test', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:pbx.test']
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      ...subject,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'pipe' },
  )
  return { certificate, key }
}
