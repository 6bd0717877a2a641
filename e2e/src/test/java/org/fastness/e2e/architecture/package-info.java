/** Architecture as tests: arrows between modules, banned calls, signs on doors, links in documents. They read classes and sources of the whole reactor. */
@NullMarked
package org.fastness.e2e.architecture;

import org.jspecify.annotations.NullMarked;
