package org.fastness.attestation;

/**
 * Something the enclave observed about its own walls, such as {@code sandbox} = {@code missing}.
 *
 * @param name 1 to 128 octets of UTF-8
 * @param value at most 1,024 octets of UTF-8
 */
public record EvidenceProperty(String name, String value) {}
