/** A peer connection in the test's hands. */

interface FakeSection {
  readonly kind: string;
  readonly direction: string;
  mid: string | null;
  readonly encodings: number;
  readonly sent: unknown[];
}

/** The part of a peer connection that the link uses; the test drives its states. */
export class FakePeer extends EventTarget {
  readonly sections: FakeSection[] = [];
  connectionState = "new";
  iceConnectionState = "new";
  localDescription: { sdp: string } | null = null;
  answer = "";
  closed = false;
  stats: object[] = [];

  addTransceiver(kind: string, init: RTCRtpTransceiverInit): object {
    const section: FakeSection = {
      kind,
      direction: init.direction ?? "",
      mid: null,
      encodings: init.sendEncodings?.length ?? 0,
      sent: [],
    };
    this.sections.push(section);
    const transceiver = {
      section,
      direction: section.direction,
      get mid() {
        return section.mid;
      },
      receiver: { track: { kind } },
      sender: {
        replaceTrack: async (track: unknown) => void section.sent.push(track),
      },
      setCodecPreferences: () => undefined,
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  readonly transceivers: object[] = [];
  getTransceivers(): object[] {
    return this.transceivers;
  }

  async setLocalDescription(description = { sdp: "offer" }): Promise<void> {
    for (const [n, section] of this.sections.entries()) section.mid = String(n);
    this.localDescription = description;
    this.dispatchEvent(new Event("signalingstatechange"));
  }

  readonly answers: string[] = [];
  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.answers.push(sdp);
    this.answer = sdp;
  }

  get remoteDescription(): { sdp: string } {
    return { sdp: this.answer };
  }

  async createOffer(): Promise<{ sdp: string }> {
    return { sdp: "a=ice-ufrag:mine\r\na=ice-pwd:of-mine\r\n" };
  }

  async getStats(): Promise<Map<string, object>> {
    return new Map(this.stats.map((entry, n) => [String(n), entry]));
  }

  relays: readonly RTCIceServer[] = [];
  getConfiguration(): RTCConfiguration {
    return {};
  }
  setConfiguration({ iceServers = [] }: RTCConfiguration): void {
    this.relays = iceServers;
  }

  turn(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  close(): void {
    this.closed = true;
  }
}
