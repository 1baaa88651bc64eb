// Ports for servers and phones that a test tells each other of before they are opened.
import { once } from 'node:events';
import dgram from 'node:dgram';
import net from 'node:net';

// Below the ports that the system gives to connections by itself, so that none of those takes one meanwhile,
// and above those of the telephones' own tests.
const FIRST = 31_000;
const LAST = 32_767;

/** A port on which nothing listens, over TCP and UDP. */
export async function freePort(host = '127.0.0.1') {
  for (let tries = 0; tries < 500; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    const tcp = net.createServer();
    const udp = dgram.createSocket('udp4');
    try {
      tcp.listen(port, host);
      await once(tcp, 'listening');
      udp.bind(port, host);
      await once(udp, 'listening');
      return port;
    } catch {
      // somebody's; another one
    } finally {
      await new Promise((done) => tcp.close(done));
      await new Promise((done) => udp.close(done));
    }
  }
  throw new Error('no port is free');
}
