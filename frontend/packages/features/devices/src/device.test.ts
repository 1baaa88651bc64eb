import { describe, expect, it } from 'vitest';
import { accountOf, macText } from './device';

describe('a device', () => {
  it.each([['001565aabbcc', '00:15:65:aa:bb:cc'], [undefined, ''], ['', ''], ['no mac', 'no mac']])('mac %j reads %j', (mac, text) => expect(macText(mac)).toBe(text));
  it('reads what a code says, and nothing else', () => {
    expect(accountOf('{"user":"d1","domain":"pbx.example","port":5060}')?.domain).toBe('pbx.example');
    expect(accountOf('{}')).toBeUndefined();
    expect(accountOf('account.1.enable = 1')).toBeUndefined();
  });
});
