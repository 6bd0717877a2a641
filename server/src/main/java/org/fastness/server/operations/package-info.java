/** What operators and machines ask of a server: health, readiness, metrics, its OpenAPI document, where to report a hole. */
@NullMarked
package org.fastness.server.operations;

import org.jspecify.annotations.NullMarked;
