import { css } from 'lit';

/** The room's own colours, a dark room by night and grey daylight by day, and how lamps look in it. */
export const sceneStyles = css`
  :host {
    --room-wall: light-dark(#c9d3de, #10171f);
    --room-floor: light-dark(#b8c5d2, #0c1218);
    --room-thing: light-dark(#a8b7c6, #202c38);
    --room-thing2: light-dark(#95a6b7, #2b3947);
    --room-line: light-dark(#75889b, #42515f);
  }
  svg.scene {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    background: var(--room-wall);
  }
  .floor {
    fill: var(--room-floor);
  }
  .a {
    fill: var(--room-thing);
  }
  .a2 {
    fill: color-mix(in oklab, var(--room-thing) 55%, var(--room-thing2));
  }
  .b {
    fill: var(--room-thing2);
  }
  .c {
    fill: color-mix(in oklab, var(--room-thing) 70%, var(--room-wall));
  }
  .line,
  .frame {
    stroke: var(--room-thing2);
    stroke-width: 3;
  }
  .line2 {
    stroke: var(--room-thing2);
    stroke-width: 2;
  }
  .frame {
    fill: none;
  }
  .knob {
    fill: var(--room-line);
  }
  .seam,
  .gap {
    stroke: var(--room-wall);
    stroke-width: 1.5;
    fill: none;
    opacity: 0.6;
  }
  .gap {
    opacity: 1;
  }
  .post,
  .leg,
  .foot,
  .rail,
  .bar {
    fill: none;
    stroke: var(--room-thing2);
    stroke-width: 3;
    stroke-linecap: round;
  }
  .foot,
  .rail {
    stroke-width: 4;
    stroke-linecap: butt;
  }
  .bar {
    stroke: var(--room-thing);
    stroke-width: 2.5;
  }
  .moon {
    fill: light-dark(#ffffff, #d6dee6);
  }
  .stars {
    stroke: light-dark(#ffffff, #8c9aa8);
    stroke-width: 2;
    stroke-linecap: round;
  }
  .glow {
    transition: opacity var(--lk-time-on) var(--lk-ease);
    pointer-events: none;
  }
  .glow.out {
    transition: opacity var(--lk-time-off) var(--lk-ease);
  }
  .glow stop {
    stop-color: var(--c);
    transition: stop-color var(--lk-time-2) var(--lk-ease);
  }
  .cord,
  .base {
    fill: none;
    stroke: var(--room-line);
    stroke-width: 1.5;
  }
  .thick {
    stroke-width: 2;
  }
  .base {
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .shade {
    fill: color-mix(in oklab, var(--room-thing2) 72%, var(--room-wall));
    stroke: var(--room-line);
    stroke-width: 1.5;
    transition:
      fill var(--lk-time-off) var(--lk-ease),
      stroke var(--lk-time-off) var(--lk-ease);
  }
  .bead {
    fill: none;
  }
  .lamp.lit .shade,
  .lamp.lit .bead {
    fill: var(--c);
    stroke: color-mix(in oklab, var(--c) 70%, white);
    stroke-width: 1;
    transition-duration: var(--lk-time-on);
  }
  .lamp.lit .bead {
    fill: color-mix(in oklab, var(--c) 40%, white);
    stroke: none;
  }
  .lamp.lit .cord {
    stroke: color-mix(in oklab, var(--c) 30%, var(--room-line));
  }
  .lamp.away .shade,
  .lamp.away .screen {
    fill: none;
    stroke: var(--room-line);
    stroke-dasharray: 3 3;
  }
  .screen {
    fill: light-dark(#232c35, #06090c);
    stroke: color-mix(in oklab, var(--room-line) 60%, transparent);
    stroke-width: 2;
  }
  .shade.picture {
    fill: light-dark(#2c3640, #0a0f14);
    stroke: none;
  }
  .lamp.lit .picture {
    fill: color-mix(in oklab, var(--c) 55%, #0a0f14);
  }
  .sheen {
    fill: #fff;
    opacity: 0.07;
  }
  .lamp.away .sheen {
    opacity: 0;
  }
  @media (forced-colors: active) {
    svg.scene {
      forced-color-adjust: none;
    }
  }
`;
