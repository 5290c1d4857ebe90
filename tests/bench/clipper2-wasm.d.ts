// The package names its types where they are not.
declare module 'clipper2-wasm' {
  import type { MainModule } from 'clipper2-wasm/dist/clipper2z';
  export default function factory(): Promise<MainModule>;
}
