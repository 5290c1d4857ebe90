import practiceJson from '#data/practice.json' with { type: 'json' };
import { readPractice } from '#lib/core/report/practice.ts';
import type { Practice } from '#lib/core/report/practice.ts';

const read = readPractice(practiceJson);

/** The published figures that the product ships. */
export const PRACTICE: Practice | undefined = 'practice' in read ? read.practice : undefined;
