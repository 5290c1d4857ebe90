/**
 * Connected components of `nodes` nodes under edges `from`, `to`: the one with the most nodes is
 * 0, of equal ones the one that holds the lowest node.
 */
export function componentsOf(
  nodes: number,
  from: Uint32Array,
  to: Uint32Array,
): { component: Uint32Array; components: number } {
  const above = new Uint32Array(nodes);
  for (let node = 0; node < nodes; node++) above[node] = node;
  const rootOf = (node: number): number => {
    while (above[node] !== node) node = above[node] = above[above[node]];
    return node;
  };
  for (let edge = 0; edge < from.length; edge++) {
    const a = rootOf(from[edge]);
    const b = rootOf(to[edge]);
    // The lowest node of each component is its root.
    if (a < b) above[b] = a;
    else above[a] = b;
  }
  const size = new Uint32Array(nodes);
  const roots: number[] = [];
  for (let node = 0; node < nodes; node++) {
    const root = (above[node] = rootOf(node));
    if (size[root]++ === 0) roots.push(root);
  }
  roots.sort((a, b) => size[b] - size[a] || a - b);
  const rank = new Uint32Array(nodes);
  roots.forEach((root, i) => (rank[root] = i));
  return { component: above.map((root) => rank[root]), components: roots.length };
}
