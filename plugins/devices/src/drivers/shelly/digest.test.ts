import { describe, expect, it } from 'vitest';
import { authorization, frameAuth, readChallenge, readFrameChallenge } from './digest.js';

describe('the password of a Shelly', () => {
  it('is asked for in a header', () => {
    const header = 'Digest qop="auth", realm="shellyplus1-a8032abe54dc", nonce="1625038762", algorithm=SHA-256';
    expect(readChallenge(header)).toEqual({ realm: 'shellyplus1-a8032abe54dc', nonce: '1625038762' });
  });

  it('is not told to what asks otherwise', () => {
    expect(readChallenge(undefined)).toBeNull();
    expect(readChallenge('Basic realm="x"')).toBeNull();
    expect(readChallenge('Digest realm="x", nonce="1", algorithm=MD5')).toBeNull();
    expect(readChallenge('Digest realm="x", algorithm=SHA-256')).toBeNull();
    expect(readChallenge(`Digest realm="${'x'.repeat(2_000)}", nonce="1", algorithm=SHA-256`)).toBeNull();
    expect(readFrameChallenge('no JSON')).toBeNull();
    expect(readFrameChallenge('{"realm":"x","nonce":"text","algorithm":"SHA-256"}')).toBeNull();
  });

  // The values were calculated with coreutils' sha256sum over the texts that RFC 7616, section 3.4.1, puts together.
  it('is proven as RFC 7616 says', () => {
    const header = authorization(
      { realm: 'shellyplus1-a8032abe54dc', nonce: '1625038762' },
      'secret',
      { method: 'POST', uri: '/rpc' },
      'abc',
    );
    expect(header).toMatch(/^Digest username="admin", realm="shellyplus1-a8032abe54dc", nonce="1625038762", uri="\/rpc", /);
    expect(header).toContain('qop=auth, nc=00000001, cnonce="abc"');
    expect(header).toContain('response="3901a25a466b475fcacde8a0609aa2fd53ea5e6166a5664f5c008939f2407da3"');
    expect(header).not.toContain('secret');
  });

  it('is proven in a frame without method and address', () => {
    const challenge = readFrameChallenge(
      '{"auth_type":"digest","nonce":1625038762,"nc":1,"realm":"shellyplus1-a8032abe54dc","algorithm":"SHA-256"}',
    );
    expect(challenge && frameAuth(challenge, 'secret', 42)).toEqual({
      realm: 'shellyplus1-a8032abe54dc',
      username: 'admin',
      nonce: 1625038762,
      cnonce: 42,
      response: '1445d3a797852a3ad1120e14151f2986c641dd71ca6c7a3b50afc0ae6d9fbae6',
      algorithm: 'SHA-256',
    });
  });
});
