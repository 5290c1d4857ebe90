import { zlibSync } from 'fflate';
import { PbfWriter } from 'pbf';

export interface OsmNode {
  id: number;
  lng: number;
  lat: number;
}
export interface OsmWay {
  id: number;
  tags: Record<string, string>;
  refs: number[];
}
export interface OsmShape {
  /** Nodes one by one instead of side by side. */
  plain?: boolean;
  /** Blobs as they are instead of deflated. */
  raw?: boolean;
  /** Nanodegrees of a step, 100 where not given. */
  granularity?: number;
  latOffset?: number;
  lngOffset?: number;
  features?: string[];
  /** Ways before the nodes. */
  waysFirst?: boolean;
}

/** The bytes of a message. */
function message(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish().slice();
}

const field = (pbf: PbfWriter, tag: number, bytes: Uint8Array): void => {
  pbf.writeTag(tag, 2);
  pbf.writeBytes(bytes);
};

/** Differences of numbers, zigzag, packed into a field. */
function deltas(pbf: PbfWriter, tag: number, values: number[]): void {
  field(pbf, tag, message((own) => values.forEach((value, i) => own.writeSVarint(value - (i > 0 ? values[i - 1] : 0))))); // prettier-ignore
}

/** A blob with its head, as it stands in a file. */
export function blobOf(type: string, content: Uint8Array, raw = false, size = content.length) {
  const blob = message((pbf) => {
    if (raw) field(pbf, 1, content);
    else {
      pbf.writeTag(2, 0);
      pbf.writeVarint(size);
      field(pbf, 3, zlibSync(content));
    }
  });
  return framed(type, blob);
}

/** A blob's bytes behind their head. */
export function framed(type: string, blob: Uint8Array, size = blob.length): Uint8Array {
  const head = message((pbf) => {
    field(pbf, 1, new TextEncoder().encode(type));
    pbf.writeTag(3, 0);
    pbf.writeVarint(size);
  });
  const out = new Uint8Array(4 + head.length + blob.length);
  new DataView(out.buffer).setUint32(0, head.length);
  out.set(head, 4);
  out.set(blob, 4 + head.length);
  return out;
}

export const joined = (...parts: Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

export const osmHeader = (features = ['OsmSchema-V0.6', 'DenseNodes']): Uint8Array =>
  blobOf('OSMHeader', message((pbf) => features.forEach((name) => field(pbf, 4, new TextEncoder().encode(name))))); // prettier-ignore

/** An extract of OpenStreetMap with these nodes and ways, by the format's own description. */
export function osmFile(nodes: OsmNode[], ways: OsmWay[], shape: OsmShape = {}): Uint8Array {
  const { granularity = 100, latOffset = 0, lngOffset = 0 } = shape;
  const steps = (degrees: number, offset: number) =>
    Math.round((degrees * 1e9 - offset) / granularity);
  const strings = [''];
  const stringAt = (text: string): number => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  const block = (group: Uint8Array): Uint8Array =>
    message((pbf) => {
      field(pbf, 1, message((own) => strings.forEach((text) => field(own, 1, new TextEncoder().encode(text))))); // prettier-ignore
      field(pbf, 2, group);
      pbf.writeTag(17, 0);
      pbf.writeVarint(granularity);
      pbf.writeTag(19, 0);
      pbf.writeVarint(latOffset);
      pbf.writeTag(20, 0);
      pbf.writeVarint(lngOffset);
    });
  const lats = nodes.map(({ lat }) => steps(lat, latOffset));
  const lngs = nodes.map(({ lng }) => steps(lng, lngOffset));
  const nodeGroup = message((pbf) => {
    if (!shape.plain)
      field(
        pbf,
        2,
        message((own) => {
          deltas(own, 1, nodes.map(({ id }) => id)); // prettier-ignore
          deltas(own, 8, lats);
          deltas(own, 9, lngs);
        }),
      );
    else
      nodes.forEach(({ id }, i) =>
        field(
          pbf,
          1,
          message(
            (own) =>
            [[1, id], [8, lats[i]], [9, lngs[i]]].forEach(([tag, value]) => {
              own.writeTag(tag, 0);
              own.writeSVarint(value);
            }), // prettier-ignore
          ),
        ),
      );
  });
  const wayGroup = message((pbf) =>
    ways.forEach(({ id, tags, refs }) =>
      field(
        pbf,
        3,
        message((own) => {
          own.writeTag(1, 0);
          own.writeVarint(id);
          const packed = (texts: string[]) =>
            message((list) => texts.forEach((text) => list.writeVarint(stringAt(text))));
          field(own, 2, packed(Object.keys(tags)));
          field(own, 3, packed(Object.values(tags)));
          deltas(own, 8, refs);
        }),
      ),
    ),
  );
  const blobs = [nodeGroup, wayGroup].map((group) => blobOf('OSMData', block(group), shape.raw));
  if (shape.waysFirst) blobs.reverse();
  return joined(osmHeader(shape.features), ...blobs);
}
