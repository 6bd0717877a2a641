/**
 * Evidence: what an enclave shows about itself, bound to one channel, and the judgement of whoever reads it.
 *
 * <p>Verifiers are pure functions of evidence, binding, policy and time. Making evidence that needs hardware does not belong here;
 * development evidence is made here, because it proves nothing and its maker must not drift from its verifier. Start reading at
 * {@link org.fastness.attestation.EvidenceVerifier}.
 */
@NullMarked
package org.fastness.attestation;

import org.jspecify.annotations.NullMarked;
