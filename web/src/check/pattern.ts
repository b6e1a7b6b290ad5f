/** Sound and picture that need no device: noise, so that the picture takes all of the rate that it may. */

const WIDTH = 960;
const HEIGHT = 540;
const FRAMES_PER_S = 20;
const SQUARE = 6;

export interface Pattern {
  readonly tracks: readonly MediaStreamTrack[];
  stop(): void;
}

export function pattern(): Pattern {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  const draw = (): void => {
    if (!pen) return;
    // A part of the field is drawn anew for each frame: as much as moves before a camera, and more.
    for (let n = 0; n < 1500; n += 1) {
      pen.fillStyle = `hsl(${Math.random() * 360} 60% ${20 + Math.random() * 60}%)`;
      pen.fillRect(Math.random() * WIDTH, Math.random() * HEIGHT, SQUARE, SQUARE);
    }
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_PER_S);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const quiet = sound.createGain();
  const out = sound.createMediaStreamDestination();
  quiet.gain.value = 0.05;
  tone.connect(quiet).connect(out);
  tone.start();
  const tracks = [...out.stream.getTracks(), ...canvas.captureStream(FRAMES_PER_S).getTracks()];
  const stop = (): void => {
    clearInterval(timer);
    for (const track of tracks) track.stop();
    void sound.close();
  };
  return { tracks, stop };
}
