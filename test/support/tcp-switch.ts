import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

type Way = { readonly port: number } | 'refused' | 'silent';

/** What stands before a database: it leads to one server, to another, to nobody, or to a network that swallows whatever is said. */
export class TcpSwitch {
  private way: Way = 'refused';
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.lead(socket));

  /** @returns the port that stays */
  async open(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Whoever is connected is cut off, unless the network is silent: then nobody hears of it. */
  turn(way: Way): void {
    const wasSilent = this.way === 'silent';
    this.way = way;
    if (way === 'silent') for (const socket of this.sockets) socket.unpipe().pause();
    else if (!wasSilent) this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
  }

  private cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private lead(socket: Socket): void {
    this.keep(socket);
    const { way } = this;
    if (way === 'refused') return void socket.resetAndDestroy();
    if (way === 'silent') return;
    const onward = connect(way.port, '127.0.0.1');
    this.keep(onward);
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
  }
}
