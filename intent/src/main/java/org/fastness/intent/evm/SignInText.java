package org.fastness.intent.evm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Sign-In with Ethereum message (EIP-4361) recognised by its form, for display alone: whether domain, nonce and time are right is for
 * the service that asked. What is not of the form is simply a message.
 */
public record SignInText(String domain, String address, String uri, String chainId) {

    private static final Pattern FORM = Pattern.compile(
            "(?:[a-z][a-z0-9+.-]{0,31}://)?([^\\s/?#]{1,255}) wants you to sign in with your Ethereum account:\\n"
                    + "(0x[0-9a-fA-F]{40})\\n\\n(?:[^\\n]+\\n)?\\n"
                    + "URI: ([^\\n]{1,2048})\\nVersion: 1\\nChain ID: ([0-9]{1,20})\\nNonce: [a-zA-Z0-9]{8,256}\\nIssued At: [^\\n]{1,64}(?:\\n|\\z)");

    static Optional<SignInText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.lookingAt() ? Optional.of(new SignInText(form.group(1), form.group(2), form.group(3), form.group(4))) : Optional.empty();
    }
}
