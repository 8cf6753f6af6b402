/** Made by the build from Lucide: the drawing inside each bundled icon's `<svg>`, by name. */
declare module 'virtual:lightkeeper-icons' {
  const drawings: Record<string, string>;
  export default drawings;
}

declare module '*.css';
