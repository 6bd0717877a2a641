package org.fastness.identity.user;

import org.fastness.base.Bytes;
import org.fastness.base.Id;

/** A person of a tenant, whose e-mail address stands here as the sealed field it is stored as. */
public record User(Id tenant, Id id, Bytes sealedEmail) {}
