/**
 * What the libraries use and Chromium 86 lacks. Imported first by the page and by every worker.
 *
 * Each line names the Chromium version that brought the feature; a line whose version is at or
 * below the floor may go.
 */
import 'core-js/actual/array/at'; // 92
import 'core-js/actual/string/at'; // 92
import 'core-js/actual/typed-array/at'; // 92
import 'core-js/actual/object/has-own'; // 93
import 'core-js/actual/error/constructor'; // 93, the cause of an error
import 'core-js/actual/array/find-last'; // 97
import 'core-js/actual/array/find-last-index'; // 97
import 'core-js/actual/typed-array/find-last'; // 97
import 'core-js/actual/typed-array/find-last-index'; // 97
import 'core-js/actual/structured-clone'; // 98
import 'core-js/actual/array/to-reversed'; // 110
import 'core-js/actual/array/to-sorted'; // 110
import 'core-js/actual/array/to-spliced'; // 110
import 'core-js/actual/array/with'; // 110
import 'core-js/actual/typed-array/to-reversed'; // 110
import 'core-js/actual/typed-array/to-sorted'; // 110
import 'core-js/actual/typed-array/with'; // 110
import 'core-js/actual/string/is-well-formed'; // 111
import 'core-js/actual/string/to-well-formed'; // 111
import 'core-js/actual/object/group-by'; // 117
import 'core-js/actual/map/group-by'; // 117
import 'core-js/actual/promise/with-resolvers'; // 119
import 'core-js/actual/url/can-parse'; // 120
import 'core-js/actual/set'; // 122, union and the like
import 'core-js/actual/iterator'; // 122
