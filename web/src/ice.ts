/** An ICE restart over HTTP (RFC 9725, 4.3): a new path for the same connection, with its keys and places. */

/** Restarts `peer`; `exchange` sends our fragment and gives the relay's. False where that gave none. */
export async function restartIce(
  peer: RTCPeerConnection,
  exchange: (fragment: string) => Promise<string>,
): Promise<boolean> {
  const before = peer.remoteDescription?.sdp ?? "";
  await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
  const ours = peer.localDescription?.sdp ?? "";
  const fragment = await exchange(`${line(ours, "ice-ufrag")}\r\n${line(ours, "ice-pwd")}\r\n`).catch(() => "");
  // Without an answer the connection goes on as it was: the former path may come back by itself.
  if (!fragment.includes("a=ice-ufrag:")) {
    await peer.setLocalDescription({ type: "rollback" });
    return false;
  }
  const sdp = before
    .replace(/a=ice-ufrag:.*/g, line(fragment, "ice-ufrag"))
    .replace(/a=ice-pwd:.*/g, line(fragment, "ice-pwd"));
  await peer.setRemoteDescription({ type: "answer", sdp });
  return true;
}

function line(sdp: string, name: string): string {
  return new RegExp(`a=${name}:.*`).exec(sdp)?.[0].trim() ?? "";
}
