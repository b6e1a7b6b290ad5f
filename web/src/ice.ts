/** An ICE restart over HTTP (RFC 9725, 4.3): a new path for the same connection, with its keys and places. */

/**
 * Restarts `peer`; `exchange` sends our fragment and gives the relay's. False where that gave none.
 *
 * Then it looks for a new path by the relay's former credentials, which hold until new ones are used: a relay
 * with ICE-lite checks nothing of ours, and the line may come back before any call gets through.
 */
export async function restartIce(
  peer: RTCPeerConnection,
  exchange: (fragment: string) => Promise<string>,
): Promise<boolean> {
  const before = peer.remoteDescription?.sdp ?? "";
  await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
  const ours = peer.localDescription?.sdp ?? "";
  const fragment = await exchange(`${line(ours, "ice-ufrag")}\r\n${line(ours, "ice-pwd")}\r\n`).catch(() => "");
  const told = fragment.includes("a=ice-ufrag:");
  const sdp = !told
    ? before
    : before
        .replace(/a=ice-ufrag:.*/g, line(fragment, "ice-ufrag"))
        .replace(/a=ice-pwd:.*/g, line(fragment, "ice-pwd"));
  await peer.setRemoteDescription({ type: "answer", sdp });
  return told;
}

function line(sdp: string, name: string): string {
  return new RegExp(`a=${name}:.*`).exec(sdp)?.[0].trim() ?? "";
}
