/**
 * The edge's port: what a product needs to serve HTTP, and nothing of the server that does it.
 *
 * <p>A product hands over {@link org.fastness.http.Route}s, each on one line: method, path, authentication, rate class, body limit.
 * {@link org.fastness.http.RouteTable} is their table of contents and draws the OpenAPI document; {@link org.fastness.http.Reception}
 * walks a request through virtual host, rate limit, authentication and handler; {@link org.fastness.http.HttpEdge} is the listener,
 * with one package per implementation. Nothing here knows a product, a store or the enclave. JSON on the host is
 * {@link org.fastness.http.Json} only. Start reading at {@link org.fastness.http.Route}.
 */
@NullMarked
package org.fastness.http;

import org.jspecify.annotations.NullMarked;
