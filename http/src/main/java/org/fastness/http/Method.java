package org.fastness.http;

/** The methods a route may have. HEAD is answered from GET, OPTIONS by the reception; the rest does not exist here. */
public enum Method {
    GET, POST, PUT, DELETE
}
