/** The prefixes of what has no id in any file. */
export const GROUP_PREFIX = { joint_group: 'J', grid_group: 'G', belt: 'B', zone: 'Z' } as const;
export type GroupKind = keyof typeof GROUP_PREFIX;

/** The id of a group, belt or zone by its place in the list, such as `J0001`: the same for the same data and rules. */
export const groupId = (kind: GroupKind, index: number): string =>
  `${GROUP_PREFIX[kind]}${String(index + 1).padStart(4, '0')}`;
