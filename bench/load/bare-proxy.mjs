// `node bare-proxy.mjs http://127.0.0.1:9000`: passes every request on. What footprint.ts compares with.
import { Agent, createServer, request } from 'node:http';

const target = process.argv[2];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const passed = request(`${target}${url}`, { method, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
